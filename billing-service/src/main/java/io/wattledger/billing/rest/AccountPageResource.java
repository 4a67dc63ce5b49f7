package io.wattledger.billing.rest;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.billing.flow.ReadAccounts;
import io.wattledger.billing.rest.AccountResource.AccountView;
import io.wattledger.billing.rest.PageParameters.Cut;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists accounts. */
@Path("/api/v1/accounts")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "accounts", description = "Legal entities and accounts with their contracts, as they are and as they were")
public class AccountPageResource {

    private final ReadAccounts readAccounts;
    private final Caller caller;

    AccountPageResource(ReadAccounts readAccounts, Caller caller) {
        this.readAccounts = readAccounts;
        this.caller = caller;
    }

    /**
     * A page.
     *
     * @param items by tenant
     * @param nextCursor leads to the next page; absent on the last one
     */
    @Schema(name = "AccountPage")
    public record Page(List<AccountView> items, @Nullable String nextCursor) {}

    /** Accounts that the caller may see. */
    @GET
    @Operation(
            operationId = "listAccounts",
            summary = "Accounts with their contracts as they are",
            description = "By tenant. A tenant sees its own only.")
    public Page list(@BeanParam PageParameters page) {
        Position after = Cursor.fromWire(page.cursor);
        Cut<Recorded<Account>> accounts = page.cut(
                readAccounts.accounts(
                        caller.seesAllTenants() ? null : caller.tenant(),
                        after == null ? null : after.number(),
                        page.most()),
                last -> Cursor.toWire(new Position("account", last.value().tenant())));
        return new Page(accounts.map(one -> AccountView.of(one, caller)), accounts.nextCursor());
    }
}

package io.wattledger.billing.rest;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.billing.flow.InvoiceBook.Position;
import io.wattledger.billing.flow.ReadAccounts;
import io.wattledger.billing.rest.AccountResource.AccountView;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
    public Page list(
            @Parameter(description = "nextCursor of the page before, unchanged", example = "YWNjb3VudApoYXZ2aWs")
                    @QueryParam("cursor")
                    @Nullable
                    String cursor,
            @Parameter(description = "most items of the page, 1 to 500", example = "50")
                    @QueryParam("limit")
                    @DefaultValue("50")
                    int limit) {
        Parameters.limit(limit);
        Position after = Cursor.fromWire(cursor);
        List<Recorded<Account>> found = readAccounts.accounts(
                caller.seesAllTenants() ? null : caller.tenant(), after == null ? null : after.number(), limit + 1);
        List<Recorded<Account>> page = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                page.stream().map(AccountView::of).toList(),
                found.size() > limit
                        ? Cursor.toWire(
                                new Position("account", page.getLast().value().tenant()))
                        : null);
    }
}

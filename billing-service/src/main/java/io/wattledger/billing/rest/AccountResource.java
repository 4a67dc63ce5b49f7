package io.wattledger.billing.rest;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.flow.AccountBook.Recorded;
import io.wattledger.billing.flow.ReadAccounts;
import io.wattledger.billing.rest.CatalogBody.AccountBody;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows an account as it is and as it was. */
@Path("/api/v1/accounts/{tenant}")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "accounts")
public class AccountResource {

    private final ReadAccounts readAccounts;
    private final Caller caller;

    AccountResource(ReadAccounts readAccounts, Caller caller) {
        this.readAccounts = readAccounts;
        this.caller = caller;
    }

    /**
     * A revision of an account.
     *
     * @param revision counts up from 1
     * @param recordedAt since when it holds, until the next revision; invoices issued since are made from it
     * @param recordedBy who recorded it, for operators and auditors; absent of revisions from before that was written down
     * @param account in the form of a catalog, with what was left open filled in
     */
    @Schema(name = "AccountRevision")
    public record AccountView(
            long revision, Instant recordedAt, @Nullable String recordedBy, AccountBody account) {

        static AccountView of(Recorded<Account> recorded, Caller reader) {
            return new AccountView(
                    recorded.revision(),
                    recorded.recordedAt(),
                    reader.seesAllTenants() ? recorded.recordedBy() : null,
                    CatalogView.account(recorded.value()));
        }
    }

    /**
     * All revisions of an account.
     *
     * @param items the newest first
     */
    @Schema(name = "AccountHistory")
    public record History(List<AccountView> items) {}

    /** The account as it is. */
    @GET
    @Operation(
            operationId = "getAccount",
            summary = "An account with its contracts as it is",
            description = "The account is in the form of a catalog: what is read can be changed and sent to /catalog.")
    @APIResponse(
            responseCode = "200",
            description = "The newest revision; its number is the ETag",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountView.class)))
    public Response get(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant,
            @Context Request request) {
        AccountView view = AccountView.of(history(tenant).getFirst(), caller);
        return Revisions.answer(view, view.revision(), request);
    }

    /** The account in all its revisions. */
    @GET
    @Path("/revisions")
    @Operation(
            operationId = "listAccountRevisions",
            summary = "All revisions of an account, the newest first",
            description = "Nothing that was stored is overwritten: each revision is as it was then.")
    public History revisions(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant) {
        return new History(
                history(tenant).stream().map(one -> AccountView.of(one, caller)).toList());
    }

    private List<Recorded<Account>> history(String tenant) {
        Tenants.requireVisible(caller, tenant);
        List<Recorded<Account>> history = readAccounts.account(tenant);
        if (history.isEmpty()) {
            throw Tenants.unknown(tenant);
        }
        return history;
    }
}

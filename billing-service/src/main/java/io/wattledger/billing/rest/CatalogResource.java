package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ApplyCatalog;
import io.wattledger.billing.flow.CatalogOutcome;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Takes legal entities and accounts. */
@Path("/api/v1/catalog")
public class CatalogResource {

    private final ApplyCatalog applyCatalog;
    private final Caller caller;

    CatalogResource(ApplyCatalog applyCatalog, Caller caller) {
        this.applyCatalog = applyCatalog;
        this.caller = caller;
    }

    /**
     * How much of a catalog was new.
     *
     * @param created entries that were not known
     * @param changed entries that got a new revision
     * @param unchanged entries that were as they are
     */
    public record Counts(int created, int changed, int unchanged) {}

    /** Stores all of a catalog or nothing; applying it twice changes nothing. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.OPERATOR)
    @Operation(operationId = "putCatalog", summary = "Store the legal entities and accounts of a catalog")
    public Counts put(CatalogBody body, @QueryParam("dryRun") @DefaultValue("false") boolean dryRun) {
        CatalogForm.FromWire form = CatalogForm.fromWire(body);
        if (!form.errors().isEmpty()) {
            throw refusal(form.errors());
        }
        return switch (applyCatalog.apply(form.catalog(), caller.name(), dryRun)) {
            case CatalogOutcome.Applied applied ->
                new Counts(applied.created(), applied.changed(), applied.unchanged());
            case CatalogOutcome.Refused refused ->
                throw refusal(refused.flaws().stream()
                        .map(flaw -> new FieldError(flaw.pointer(), flaw.detail()))
                        .toList());
        };
    }

    private static Refusal refusal(List<FieldError> errors) {
        return new Refusal(BillingProblem.INVALID_CATALOG, errors.size() + " members break a rule; see errors", errors);
    }
}

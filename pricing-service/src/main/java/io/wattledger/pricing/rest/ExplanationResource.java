package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.ExplainCharge;
import io.wattledger.pricing.flow.ExplainCharge.Explained;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows how a charge came about. */
@Path("/api/v1/rated-days/explanation")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
public class ExplanationResource {

    private final ExplainCharge explainCharge;
    private final Caller caller;

    ExplanationResource(ExplainCharge explainCharge, Caller caller) {
        this.explainCharge = explainCharge;
        this.caller = caller;
    }

    /** As data. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "explainCharge", summary = "The slots, prices and documents behind a charge")
    public Explained json(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("project") @Nullable String project,
            @QueryParam("site") @Nullable String site,
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("periodStart") @Nullable String periodStart,
            @QueryParam("component") @Nullable String component) {
        UsageKey key = new UsageKey(
                caller.seesAllTenants() ? Windows.text(tenant, "tenant") : caller.tenant(),
                Windows.text(project, "project"),
                Windows.text(site, "site"),
                Windows.text(sku, "sku"));
        return explainCharge
                .explain(key, Windows.instant(periodStart, "periodStart"), Windows.text(component, "component"))
                .orElseThrow(NotFoundException::new);
    }

    /** As text that a person can follow line by line. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "explainChargeInWords",
            summary = "The slots, prices and documents behind a charge, as text")
    public String text(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("project") @Nullable String project,
            @QueryParam("site") @Nullable String site,
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("periodStart") @Nullable String periodStart,
            @QueryParam("component") @Nullable String component) {
        return ExplanationText.of(json(tenant, project, site, sku, periodStart, component));
    }
}

package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.flow.ExplainMonthCharge;
import io.wattledger.pricing.flow.ExplainMonthCharge.Explained;
import io.wattledger.pricing.flow.ExplainMonthCharge.Question;
import io.wattledger.pricing.flow.MonthKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Shows how a charge of a contract's month came about. */
@Path("/api/v1/rated-months/explanation")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
public class MonthExplanationResource {

    private final ExplainMonthCharge explainMonthCharge;
    private final Caller caller;

    MonthExplanationResource(ExplainMonthCharge explainMonthCharge, Caller caller) {
        this.explainMonthCharge = explainMonthCharge;
        this.caller = caller;
    }

    /** As data. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "explainMonthCharge",
            summary = "The terms, use, charges and prices behind a charge of a contract's month")
    public Explained json(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("contract") @Nullable String contract,
            @QueryParam("month") @Nullable String month,
            @QueryParam("project") @Nullable String project,
            @QueryParam("periodStart") @Nullable String periodStart,
            @QueryParam("component") @Nullable String component) {
        MonthKey key = new MonthKey(
                caller.seesAllTenants() ? Windows.text(tenant, "tenant") : caller.tenant(),
                Windows.text(contract, "contract"),
                Windows.day(month, "month").withDayOfMonth(1));
        Instant start = Windows.instant(periodStart, "periodStart");
        String ofProject = project == null || project.isBlank() ? RatedUsage.ALL : project;
        return explainMonthCharge
                .explain(new Question(key, ofProject, start, Windows.text(component, "component")))
                .orElseThrow(NotFoundException::new);
    }

    /** As text that a person can follow. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "explainMonthChargeInWords",
            summary = "The terms, use, charges and prices behind a charge of a contract's month, as text")
    public String text(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("contract") @Nullable String contract,
            @QueryParam("month") @Nullable String month,
            @QueryParam("project") @Nullable String project,
            @QueryParam("periodStart") @Nullable String periodStart,
            @QueryParam("component") @Nullable String component) {
        return MonthExplanationText.of(json(tenant, contract, month, project, periodStart, component));
    }
}

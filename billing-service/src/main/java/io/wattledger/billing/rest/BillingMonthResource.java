package io.wattledger.billing.rest;

import io.wattledger.billing.flow.CloseBillingMonth;
import io.wattledger.billing.flow.CloseBillingMonth.Result;
import io.wattledger.billing.flow.ClosedMonthBook.Closing;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Closes billing months for FinOps exports. It moves no money, and done twice it is done once. */
@Path("/api/v1/legal-entities/{legalEntity}/billing-months/{month}")
@Tag(name = "exports")
public class BillingMonthResource {

    private final CloseBillingMonth closeBillingMonth;
    private final Caller caller;

    BillingMonthResource(CloseBillingMonth closeBillingMonth, Caller caller) {
        this.closeBillingMonth = closeBillingMonth;
        this.caller = caller;
    }

    /**
     * A closed month.
     *
     * @param legalEntity whose month
     * @param month for example {@code 2026-10}
     * @param closedBy who closed it first
     * @param closedAt when
     */
    @Schema(name = "ClosedMonth")
    public record ClosedMonthView(String legalEntity, String month, String closedBy, Instant closedAt) {}

    /** Closes a month for ever. */
    @POST
    @Path("/close")
    @RolesAllowed(Roles.OPERATOR)
    @Operation(
            operationId = "closeBillingMonth",
            summary = "Close a billing month of a legal entity for FOCUS exports",
            description = "Once all that was used in it is invoiced. What is issued later belongs to a later month, so"
                    + " that the files of a closed month never change. It cannot be opened again.")
    @APIResponse(responseCode = "200", description = "The month is closed, now or since an earlier time")
    @APIResponse(responseCode = "409", description = "Contracts, by name, are not invoiced yet")
    public ClosedMonthView close(
            @Parameter(description = "id of the legal entity", example = "nordlys-no") @PathParam("legalEntity")
                    String legalEntity,
            @Parameter(description = "billing month", example = "2026-10") @PathParam("month") String month) {
        YearMonth wanted = Objects.requireNonNull(Parameters.month("month", month));
        return switch (closeBillingMonth.close(legalEntity, wanted, caller.name())) {
            case Result.Closed closed -> view(closed.closing());
            case Result.Waiting waiting ->
                throw new Refusal(
                        BillingProblem.MONTH_NOT_COMPLETE,
                        month + " waits for " + waiting.missing().size() + " contracts",
                        waiting.missing().stream()
                                .map(one -> new FieldError(one.tenant() + "/" + one.contract(), one.detail()))
                                .toList());
            case Result.Unknown ignored ->
                throw new Refusal(CommonProblem.NOT_FOUND, "there is no legal entity '" + legalEntity + "'");
        };
    }

    private static ClosedMonthView view(Closing closing) {
        return new ClosedMonthView(
                closing.legalEntity(), closing.month().toString(), closing.closedBy(), closing.closedAt());
    }
}

package io.wattledger.billing.rest;

import io.wattledger.billing.flow.CreditInvoice;
import io.wattledger.billing.flow.KeepDunning;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keeps out of dunning what a tenant disputes. */
@Path("/api/v1/invoices/{number}/dispute")
@Tag(name = "dunning", description = "Policies, disputes and reminders of what is overdue")
public class DisputeResource {

    private static final int LONGEST_REASON = 1_000;

    private final KeepDunning dunning;
    private final CreditInvoice creditInvoice;
    private final Caller caller;

    DisputeResource(KeepDunning dunning, CreditInvoice creditInvoice, Caller caller) {
        this.dunning = dunning;
        this.creditInvoice = creditInvoice;
        this.caller = caller;
    }

    /**
     * A dispute.
     *
     * @param disputed whether the invoice is disputed
     * @param reason why it is, or why it is not any more
     */
    @Schema(name = "InvoiceDispute")
    public record DisputeBody(boolean disputed, String reason) {}

    /** Says that an invoice is disputed, or is not any more. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR})
    @Operation(
            operationId = "disputeInvoice",
            summary = "Say that an invoice is disputed, or is not any more",
            description = "A tenant may dispute its invoice; only the operator may end a dispute. What is disputed is"
                    + " not reminded of. What was said stays on record.")
    public DisputeBody dispute(
            @Parameter(description = "number of the invoice", example = "NO26-000042") @PathParam("number")
                    String number,
            DisputeBody body) {
        if (body.reason().isBlank() || body.reason().length() > LONGEST_REASON) {
            throw new Refusal(
                    CommonProblem.INVALID,
                    "reason must have 1 to " + LONGEST_REASON + " characters",
                    List.of(new FieldError(
                            "/reason", "has " + body.reason().strip().length() + " characters")));
        }
        if (!body.disputed() && !caller.hasRole(Roles.OPERATOR)) {
            throw new Refusal(CommonProblem.FORBIDDEN, "only the operator ends a dispute");
        }
        String tenant = caller.hasRole(Roles.OPERATOR)
                ? creditInvoice.tenantOf(number).orElseThrow(() -> unknown(number))
                : caller.tenant();
        if (dunning.isDisputed(tenant, number).isEmpty()) {
            throw unknown(number);
        }
        dunning.dispute(tenant, number, body.disputed(), body.reason(), caller.name());
        return body;
    }

    private static Refusal unknown(String number) {
        return new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "'");
    }
}

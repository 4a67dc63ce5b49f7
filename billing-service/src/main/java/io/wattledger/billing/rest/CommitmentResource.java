package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ReadCommitments;
import io.wattledger.billing.flow.ReadCommitments.Standing;
import io.wattledger.billing.invoice.Money;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how the minimum commitments of a contract stand. */
@Path("/api/v1/accounts/{tenant}/contracts/{contract}/commitments")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "contract money", description = "Minimum commitments and credits of tenants")
public class CommitmentResource {

    private final ReadCommitments readCommitments;
    private final Caller caller;

    CommitmentResource(ReadCommitments readCommitments, Caller caller) {
        this.readCommitments = readCommitments;
        this.caller = caller;
    }

    /**
     * All intervals of all commitments that the contract counts towards.
     *
     * @param items by commitment, then by time
     */
    @Schema(name = "Commitments")
    public record Commitments(List<CommitmentView> items) {}

    /**
     * A commitment in one interval.
     *
     * @param id of the commitment
     * @param words as agreed
     * @param firstMonth first month of the interval
     * @param lastMonth last month of the interval
     * @param committed what is to be reached
     * @param drawn what counts so far
     * @param left what is left
     * @param shortfallBilled whether the interval has ended and what was left was billed
     * @param months what was drawn by billing month
     * @param draws by which documents, in the order of issue
     */
    @Schema(name = "Commitment")
    public record CommitmentView(
            String id,
            String words,
            String firstMonth,
            String lastMonth,
            Money committed,
            Money drawn,
            Money left,
            boolean shortfallBilled,
            Map<String, Money> months,
            List<DrawView> draws) {}

    /**
     * What one document drew.
     *
     * @param number of the invoice or credit note
     * @param contract under which it was issued
     * @param month the billing month
     * @param drawn below zero where a credit note gives back
     */
    @Schema(name = "CommitmentDraw")
    public record DrawView(String number, String contract, String month, Money drawn) {}

    /** The commitments. */
    @GET
    @Operation(
            operationId = "listCommitments",
            summary = "What is committed, drawn and left, by interval and month, and from which invoices",
            description = "A commitment that several contracts share is shown whole with each of them.")
    public Commitments commitments(
            @Parameter(description = "tenant of the account", example = "havvik") @PathParam("tenant") String tenant,
            @Parameter(description = "id of the contract", example = "c-2026") @PathParam("contract") String contract) {
        Tenants.requireVisible(caller, tenant);
        List<Standing> standings = readCommitments
                .read(tenant, contract)
                .orElseThrow(() -> new Refusal(
                        CommonProblem.NOT_FOUND, "there is no contract '" + contract + "' of '" + tenant + "'"));
        return new Commitments(
                standings.stream().map(CommitmentResource::toWire).toList());
    }

    private static CommitmentView toWire(Standing standing) {
        Map<String, Money> months = new TreeMap<>();
        standing.draws().forEach(draw -> months.merge(draw.month().toString(), draw.drawn(), Money::plus));
        return new CommitmentView(
                standing.commitment().id(),
                standing.commitment().words(),
                standing.interval().first().toString(),
                standing.interval().last().toString(),
                standing.commitment().committed(),
                standing.drawn(),
                standing.left(),
                standing.closed(),
                months,
                standing.draws().stream()
                        .map(draw -> new DrawView(
                                draw.number(), draw.contract(), draw.month().toString(), draw.drawn()))
                        .toList());
    }
}

package io.wattledger.billing.rest;

import io.wattledger.billing.flow.GatherEvidence;
import io.wattledger.billing.flow.RatingEvidence;
import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Gives all from which an issued document can be computed again, offline. */
@Path("/api/v1/invoices/{number}/evidence")
@RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "invoices")
public class EvidenceResource {

    private final GatherEvidence gatherEvidence;
    private final Caller caller;

    EvidenceResource(GatherEvidence gatherEvidence, Caller caller) {
        this.gatherEvidence = gatherEvidence;
        this.caller = caller;
    }

    /** A zip archive; docs/evidence.md says what it holds. */
    @GET
    @Produces("application/zip")
    @Operation(
            operationId = "getInvoiceEvidence",
            summary = "All from which an issued document can be computed again",
            description =
                    "Slots, prices with their documents, tariffs, sites, SKUs, contract, seller, buyer, tax, charges and"
                            + " the issued documents, with the SHA-256 of each; ./wattledger verify computes the document again.")
    public Response evidence(
            @Parameter(description = "number of the invoice or credit note", example = "NO26-000042")
                    @PathParam("number")
                    String number,
            @HeaderParam("Authorization") String authorization,
            @Context Request request) {
        GatherEvidence.Result result = gather(number, authorization);
        return switch (result) {
            case GatherEvidence.NotKept ignored ->
                throw new Refusal(
                        BillingProblem.EVIDENCE_NOT_KEPT,
                        "document " + number + " was issued before its evidence was kept; its issued forms and"
                                + " rated-days/explanation of pricing are all there is");
            case GatherEvidence.OfResoldUsage ignored ->
                throw new Refusal(
                        BillingProblem.EVIDENCE_OF_RESOLD_USAGE,
                        "document " + number + " bills usage of tenants to their reseller, and the bundle holds"
                                + " the slots of each of them; the operator or an auditor can fetch it");
            case GatherEvidence.Gathered gathered -> {
                EntityTag tag = new EntityTag(gathered.sha256());
                Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
                if (unchanged != null) {
                    new ExportedFile(gathered.file()).discard();
                    yield unchanged.tag(tag).build();
                }
                String name = number.replaceAll("[^A-Za-z0-9-]", "_") + "-evidence.zip";
                yield Response.fromResponse(ExportedFile.answer(gathered.file(), "application/zip", name))
                        .tag(tag)
                        .build();
            }
        };
    }

    private GatherEvidence.Result gather(String number, String authorization) {
        try {
            return gatherEvidence
                    .gather(caller.seesAllTenants() ? null : caller.tenant(), number, authorization)
                    .orElseThrow(() -> new Refusal(CommonProblem.NOT_FOUND, "there is no invoice '" + number + "'"));
        } catch (RatingEvidence.Unreachable e) {
            throw new Refusal(
                    BillingProblem.PRICING_UNREACHABLE,
                    e.getMessage() + "; the evidence of " + number
                            + " is complete only with it: try again once pricing is"
                            + " up, and check wattledger.billing.pricing.url");
        }
    }
}

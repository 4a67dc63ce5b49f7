package io.wattledger.pricing.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import io.wattledger.pricing.flow.GatherRatingEvidence;
import io.wattledger.pricing.flow.GatherRatingEvidence.RatingEvidence;
import io.wattledger.pricing.flow.PricingProblem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Gives what revisions of rated records were made from, as it was known then. */
@Path("/api/v1/rating-evidence")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR, Roles.TENANT})
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class RatingEvidenceResource {

    /** A year of forty series; more is asked for in several questions. */
    static final int MOST_RECORDS = 15_000;

    private final GatherRatingEvidence gatherRatingEvidence;
    private final Caller caller;

    RatingEvidenceResource(GatherRatingEvidence gatherRatingEvidence, Caller caller) {
        this.gatherRatingEvidence = gatherRatingEvidence;
        this.caller = caller;
    }

    /**
     * A question.
     *
     * @param tenant whose records; a tenant may leave it out, since the token says it
     * @param records at most 15,000
     */
    public record EvidenceQuestion(@Nullable String tenant, List<RecordRevision> records) {}

    /**
     * The answer.
     *
     * @param bases one for each record asked for, in that order
     * @param inputs in order of their hash; {@code content} is JSON whose bytes have that hash
     * @param documents price documents as they were received, in base64, in order of their hash
     */
    public record EvidenceAnswer(List<BasisView> bases, List<InputView> inputs, List<DocumentView> documents) {}

    /**
     * A record with its basis.
     *
     * @param sha256 the input from which it was rated; absent where no such revision is known
     */
    public record BasisView(
            String project,
            String site,
            String sku,
            Instant periodStart,
            long revision,
            @Nullable String sha256) {}

    /** An input by its hash. */
    public record InputView(String sha256, String content) {}

    /** A price document by its hash. */
    public record DocumentView(String sha256, byte[] content) {}

    /** Answers for any revision that was ever published, whatever was corrected since. */
    @POST
    @Operation(
            operationId = "gatherRatingEvidence",
            summary =
                    "The slots, sites, SKUs, tariffs, contracts, prices and documents behind revisions of rated records",
            description = "Reads only. Inputs name each other by their SHA-256; the way begins at a record's basis.")
    public EvidenceAnswer gather(EvidenceQuestion question) {
        String tenant = caller.seesAllTenants() ? question.tenant() : caller.tenant();
        if (tenant == null || tenant.isBlank()) {
            throw refuse("/tenant", "is missing; whose records are meant");
        }
        if (question.records().size() > MOST_RECORDS) {
            throw refuse(
                    "/records",
                    question.records().size() + " records are asked for; at most " + MOST_RECORDS
                            + " at a time, ask for the others in further questions");
        }
        RatingEvidence found = gatherRatingEvidence.gather(tenant, question.records());
        return new EvidenceAnswer(
                found.bases().stream().map(RatingEvidenceResource::toWire).toList(),
                found.inputs().entrySet().stream()
                        .map(input ->
                                new InputView(input.getKey(), new String(input.getValue(), StandardCharsets.UTF_8)))
                        .toList(),
                found.documents().entrySet().stream()
                        .map(document -> new DocumentView(document.getKey(), document.getValue()))
                        .toList());
    }

    private static BasisView toWire(GatherRatingEvidence.BasisOf basis) {
        RecordRevision record = basis.record();
        return new BasisView(
                record.project(), record.site(), record.sku(), record.periodStart(), record.revision(), basis.sha256());
    }

    private static Refusal refuse(String pointer, String detail) {
        return new Refusal(
                PricingProblem.QUESTION_INVALID, pointer + ": " + detail, List.of(new FieldError(pointer, detail)));
    }
}

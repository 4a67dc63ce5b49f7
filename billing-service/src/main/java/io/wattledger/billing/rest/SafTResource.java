package io.wattledger.billing.rest;

import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.billing.flow.ExportSafT;
import io.wattledger.billing.flow.ExportSafT.Outcome;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was issued and paid, for accountants and the tax administration of Norway. */
@Path("/api/v1/exports/saf-t")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "exports", description = "What was issued, for FinOps tools and bookkeeping")
public class SafTResource {

    private final ExportSafT exportSafT;

    SafTResource(ExportSafT exportSafT) {
        this.exportSafT = exportSafT;
    }

    /** The general ledger of a Norwegian legal entity for some months. */
    @GET
    @Produces(MediaType.APPLICATION_XML)
    @Operation(
            operationId = "exportSafT",
            summary = "The general ledger of a Norwegian legal entity as SAF-T Financial 1.30",
            description = "Held to the schema first; a file that would break it is refused with the rule.")
    public Response safT(
            @Parameter(description = "id of the legal entity", example = "nordlys-as")
                    @QueryParam("legalEntity")
                    @Nullable
                    String legalEntity,
            @Parameter(description = "first month", example = "2026-01") @QueryParam("from") @Nullable String from,
            @Parameter(description = "last month", example = "2026-12") @QueryParam("to") @Nullable String to) {
        Days days = Parameters.days(null, from, to);
        String entity = Parameters.legalEntity(legalEntity);
        try {
            return switch (exportSafT.export(entity, days)) {
                case Outcome.Written written ->
                    ExportedFile.answer(
                            written.file(),
                            MediaType.APPLICATION_XML,
                            JournalResource.name("saf-t", entity, days) + ".xml");
                case Outcome.Unknown ignored -> throw JournalResource.unknown(entity);
                case Outcome.NotNorwegian other ->
                    throw refusal(
                            BillingProblem.SAF_T_ONLY_IN_NORWAY,
                            "legalEntity",
                            entity + " is registered in " + other.country() + "; take the journal instead");
                case Outcome.Refused refused -> throw refusal(BillingProblem.SAF_T_INVALID, "", refused.flaw());
            };
        } catch (NotMapped e) {
            throw JournalResource.notMapped(e);
        }
    }

    private static Refusal refusal(BillingProblem problem, String pointer, String detail) {
        return new Refusal(problem, detail, List.of(new FieldError(pointer, detail)));
    }
}

package io.wattledger.billing.rest;

import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.flow.ExportJournal;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was issued and paid, for bookkeeping. */
@Path("/api/v1/exports/journal")
@RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
@Tag(name = "exports", description = "What was issued, for FinOps tools and bookkeeping")
public class JournalResource {

    private final ExportJournal exportJournal;

    JournalResource(ExportJournal exportJournal) {
        this.exportJournal = exportJournal;
    }

    /** The general-ledger journal of a legal entity and a calendar month. */
    @GET
    @Produces("text/csv")
    @Operation(
            operationId = "exportJournal",
            summary = "The general-ledger journal of a legal entity and month",
            description = "One row per posting; each voucher balances. What no account is mapped for is refused.")
    public Response journal(
            @Parameter(description = "id of the legal entity", example = "nordlys-as")
                    @QueryParam("legalEntity")
                    @Nullable
                    String legalEntity,
            @Parameter(description = "calendar month of issue dates and bookings", example = "2026-11")
                    @QueryParam("period")
                    @Nullable
                    String period) {
        YearMonth month = Parameters.month("period", period);
        if (legalEntity == null || month == null) {
            String missing = month == null ? "period" : "legalEntity";
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    missing + " is missing",
                    List.of(new FieldError(missing, "name one legal entity and one month like 2026-11")));
        }
        try {
            byte[] file = exportJournal
                    .export(legalEntity, month)
                    .orElseThrow(() ->
                            new Refusal(CommonProblem.NOT_FOUND, "there is no legal entity '" + legalEntity + "'"));
            return Response.ok(file, "text/csv")
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"journal-" + legalEntity + "-" + month + ".csv\"")
                    .build();
        } catch (NotMapped e) {
            throw new Refusal(
                    BillingProblem.ACCOUNT_NOT_MAPPED,
                    e.detail(),
                    List.of(new FieldError("/" + e.member(), e.detail())));
        }
    }
}

package io.wattledger.billing.rest;

import io.wattledger.billing.bookkeeping.NotMapped;
import io.wattledger.billing.flow.ExportBook.Days;
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
            summary = "The general-ledger journal of a legal entity and one or more months",
            description = "One row per posting; each voucher balances. What no account is mapped for is refused.")
    public Response journal(
            @Parameter(description = "id of the legal entity", example = "nordlys-as")
                    @QueryParam("legalEntity")
                    @Nullable
                    String legalEntity,
            @Parameter(description = "calendar month of issue dates and bookings", example = "2026-11")
                    @QueryParam("period")
                    @Nullable
                    String period,
            @Parameter(description = "first month, where there are several", example = "2026-10")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "last month, where there are several", example = "2026-12")
                    @QueryParam("to")
                    @Nullable
                    String to) {
        Days days = Parameters.days(period, from, to);
        String entity = Parameters.legalEntity(legalEntity);
        try {
            return exportJournal
                    .export(entity, days)
                    .map(file -> ExportedFile.answer(file, "text/csv", name("journal", entity, days) + ".csv"))
                    .orElseThrow(() -> unknown(entity));
        } catch (NotMapped e) {
            throw notMapped(e);
        }
    }

    static Refusal unknown(String legalEntity) {
        return new Refusal(CommonProblem.NOT_FOUND, "there is no legal entity '" + legalEntity + "'");
    }

    static Refusal notMapped(NotMapped missing) {
        return new Refusal(
                BillingProblem.ACCOUNT_NOT_MAPPED,
                missing.detail(),
                List.of(new FieldError("/" + missing.member(), missing.detail())));
    }

    /** The name of a file without its ending. */
    static String name(String kind, String legalEntity, Days days) {
        YearMonth first = YearMonth.from(days.from());
        YearMonth last = YearMonth.from(days.to());
        return kind + "-" + legalEntity + "-" + first + (first.equals(last) ? "" : "-" + last);
    }
}

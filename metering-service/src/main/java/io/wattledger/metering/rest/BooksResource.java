package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.UsageBooks;
import io.wattledger.metering.flow.UsageBooks.ConflictingEvent;
import io.wattledger.metering.flow.UsageBooks.DayUsage;
import io.wattledger.metering.flow.UsageBooks.RefusedRecord;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what was metered and what became of everything received. */
@Path("/api/v1")
@Tag(name = "books", description = "What was metered and what became of everything received")
public class BooksResource {

    private final UsageBooks books;
    private final Caller caller;

    BooksResource(UsageBooks books, Caller caller) {
        this.books = books;
        this.caller = caller;
    }

    /**
     * A list.
     *
     * @param items its items
     */
    public record Listing<T>(List<T> items) {}

    /** Usage per UTC day. */
    @GET
    @Path("usage")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "getUsage",
            summary = "Usage per UTC day, site and SKU",
            description = "Ordered by tenant, site, SKU and day. A tenant sees its own usage only.")
    public Listing<DayUsage> usage(
            @Parameter(description = "First instant, a quarter-hour", example = "2026-10-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "First instant after, a quarter-hour", example = "2026-11-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "Only these; for operators and auditors") @QueryParam("tenants")
                    List<String> tenants,
            @Parameter(description = "true splits by project") @QueryParam("byProject") @DefaultValue("false")
                    boolean byProject) {
        Interval interval = Parameters.interval(Parameters.quarterHour("from", from), Parameters.quarterHour("to", to));
        return new Listing<>(books.usage(Parameters.sight(caller, tenants), interval, byProject));
    }

    /** Refused records. */
    @GET
    @Path("refusals")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listRefusals", summary = "Refused records, latest first, with the reason and their bytes")
    public Listing<RefusedRecord> refusals(
            @QueryParam("tenants") List<String> tenants, @QueryParam("limit") @DefaultValue("100") int limit) {
        return new Listing<>(books.refusals(Parameters.sight(caller, tenants), Parameters.limit(limit)));
    }

    /** Conflicting events. */
    @GET
    @Path("conflicts")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listConflicts", summary = "Events at odds with one that stands, with both contents")
    public Listing<ConflictingEvent> conflicts(
            @QueryParam("tenants") List<String> tenants, @QueryParam("limit") @DefaultValue("100") int limit) {
        return new Listing<>(books.conflicts(Parameters.sight(caller, tenants), Parameters.limit(limit)));
    }
}

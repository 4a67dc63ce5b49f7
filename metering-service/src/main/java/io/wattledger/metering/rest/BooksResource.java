package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.CommonProblem;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.UsageBooks;
import io.wattledger.metering.flow.UsageBooks.Balance;
import io.wattledger.metering.flow.UsageBooks.ConflictingEvent;
import io.wattledger.metering.flow.UsageBooks.DayUsage;
import io.wattledger.metering.flow.UsageBooks.RefusedRecord;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what was metered and what became of everything received. */
@Path("/api/v1")
@Tag(name = "books", description = "What was metered and what became of everything received")
public class BooksResource {

    private static final int MOST = 1_000;

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

    /**
     * The books of law 8; every difference is 0 unless something is broken.
     *
     * @param events deliveries by what became of them
     * @param milliGpuSeconds GPU time
     */
    public record Books(Events events, GpuTime milliGpuSeconds) {

        static Books of(Balance balance) {
            long inEvents = balance.eventMilliGpuSeconds();
            long inSlots = balance.slotMilliGpuSeconds();
            return new Books(
                    new Events(
                            balance.events().received(),
                            balance.events().metered(),
                            balance.events().duplicate(),
                            balance.events().conflicting(),
                            balance.events().refused(),
                            balance.events().difference()),
                    new GpuTime(inEvents, inSlots, inEvents - inSlots));
        }
    }

    /**
     * Deliveries by what became of them.
     *
     * @param received in all
     * @param metered counted once
     * @param duplicate known already
     * @param conflicting at odds with one that stands
     * @param refused against a rule
     * @param difference received less all others
     */
    public record Events(
            long received, long metered, long duplicate, long conflicting, long refused, long difference) {}

    /**
     * GPU time in milli-GPU-seconds.
     *
     * @param events of the events metered
     * @param metered in the slots
     * @param difference of the two
     */
    public record GpuTime(long events, long metered, long difference) {}

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
        Instant start = quarterHour("from", from);
        Instant end = quarterHour("to", to);
        if (!end.isAfter(start)) {
            throw invalid("to", "is " + end + ": must be after from, which is " + start);
        }
        return new Listing<>(books.usage(sight(tenants), new Interval(start, end), byProject));
    }

    /** Metering's side of law 8. */
    @GET
    @Path("balance")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "getBalance", summary = "What became of everything received; every difference must be 0")
    public Books balance(@QueryParam("tenants") List<String> tenants) {
        return Books.of(books.balance(sight(tenants)));
    }

    /** Refused records. */
    @GET
    @Path("refusals")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listRefusals", summary = "Refused records, latest first, with the reason and their bytes")
    public Listing<RefusedRecord> refusals(
            @QueryParam("tenants") List<String> tenants, @QueryParam("limit") @DefaultValue("100") int limit) {
        return new Listing<>(books.refusals(sight(tenants), checked(limit)));
    }

    /** Conflicting events. */
    @GET
    @Path("conflicts")
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(operationId = "listConflicts", summary = "Events at odds with one that stands, with both contents")
    public Listing<ConflictingEvent> conflicts(
            @QueryParam("tenants") List<String> tenants, @QueryParam("limit") @DefaultValue("100") int limit) {
        return new Listing<>(books.conflicts(sight(tenants), checked(limit)));
    }

    private Sight sight(List<String> tenants) {
        return caller.seesAllTenants() ? new Sight.Every(named(tenants)) : new Sight.Own(caller.tenant());
    }

    /** Tenants given one by one or joined by commas. */
    private static List<String> named(List<String> tenants) {
        return tenants.stream()
                .flatMap(one -> List.of(one.split(",", -1)).stream())
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    private static int checked(int limit) {
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "is " + limit + ": must be between 1 and " + MOST);
        }
        return limit;
    }

    private static Instant quarterHour(String name, @Nullable String value) {
        if (value == null) {
            throw invalid(name, "is missing: must be an instant such as 2026-10-01T00:00:00Z");
        }
        try {
            return new Slot(Instant.parse(value)).start();
        } catch (DateTimeException e) {
            throw invalid(name, "is " + value + ": must be an instant such as 2026-10-01T00:00:00Z");
        } catch (IllegalArgumentException e) {
            throw invalid(
                    name, "is " + value + ": must be a quarter-hour of UTC, since usage is kept by quarter-hours");
        }
    }

    private static Refusal invalid(String parameter, String detail) {
        return new Refusal(CommonProblem.INVALID, parameter + " " + detail, List.of(new FieldError(parameter, detail)));
    }
}

package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.UsageBooks;
import io.wattledger.metering.flow.UsageBooks.DayUsage;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what was metered and what became of everything received. */
@Path("/api/v1")
@Tag(name = "books", description = "What was metered and what became of everything received")
public class BooksResource {

    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");

    private final UsageBooks books;
    private final Caller caller;

    BooksResource(UsageBooks books, Caller caller) {
        this.books = books;
        this.caller = caller;
    }

    /**
     * A page of usage.
     *
     * @param items its items
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record UsagePage(List<DayUsage> items, @Nullable String nextCursor) {}

    /**
     * A page of conflicts.
     *
     * @param items its items
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record ConflictPage(
            List<ConflictItem> items, @Nullable String nextCursor) {}

    /** Usage per UTC day. */
    @GET
    @Path("usage")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "getUsage",
            summary = "Usage per UTC day, site and SKU",
            description = "Ordered by tenant, project, site, SKU and day. A tenant sees its own usage only.")
    public UsagePage usage(
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
                    boolean byProject,
            @Parameter(description = "Days on a page, at most 1000", example = "100")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        Interval interval = Parameters.interval(Parameters.quarterHour("from", from), Parameters.quarterHour("to", to));
        String question = "usage" + Parameters.named(tenants) + interval + byProject;
        UsageBooks.DayMark after = dayMark(PageCursor.key(cursor, question, 5));
        int most = Parameters.limit(limit);
        List<DayUsage> found = books.usage(Parameters.sight(caller, tenants), interval, byProject, after, most + 1);
        List<DayUsage> page = found.subList(0, Math.min(most, found.size()));
        String next = null;
        if (found.size() > most) {
            UsageBooks.DayMark last = page.getLast().mark();
            next = PageCursor.after(
                    question,
                    List.of(
                            last.tenant(),
                            last.project(),
                            last.site(),
                            last.sku(),
                            last.day().toString()));
        }
        return new UsagePage(page, next);
    }

    private static UsageBooks.@Nullable DayMark dayMark(@Nullable List<String> key) {
        if (key == null) {
            return null;
        }
        try {
            return new UsageBooks.DayMark(
                    key.getFirst(), key.get(1), key.get(2), key.get(3), LocalDate.parse(key.getLast()));
        } catch (DateTimeParseException e) {
            throw PageCursor.foreign();
        }
    }

    /** Conflicting events. */
    @GET
    @Path("conflicts")
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listConflicts",
            summary = "Events at odds with one that stands, with both contents",
            description = "The latest first. A tenant sees its own only.")
    public ConflictPage conflicts(
            @Parameter(description = "Only these; for operators and auditors", example = "bodo-kommune")
                    @QueryParam("tenants")
                    List<String> tenants,
            @Parameter(description = "Only those of this source", example = "/slurm/glomfjord")
                    @QueryParam("source")
                    @Nullable
                    String source,
            @Parameter(description = "Seen first at this instant or later", example = "2026-10-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(description = "Seen first before this instant", example = "2026-11-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @Parameter(description = "Conflicts on a page, at most 1000", example = "100")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        UsageBooks.ConflictFilter filter = new UsageBooks.ConflictFilter(
                source, Parameters.instantOrNull("from", from), Parameters.instantOrNull("to", to));
        Parameters.inOrder(filter.from(), filter.to());
        String question = "conflicts" + Parameters.named(tenants) + filter;
        List<String> key = PageCursor.key(cursor, question, 4);
        UsageBooks.ConflictMark after = key == null
                ? null
                : new UsageBooks.ConflictMark(
                        Parameters.instant("cursor", key.getFirst()), key.get(1), hex(key.get(2)), hex(key.get(3)));
        int most = Parameters.limit(limit);
        UsageBooks.ConflictPage page = books.conflicts(Parameters.sight(caller, tenants), filter, after, most);
        String next = null;
        if (page.hasMore()) {
            UsageBooks.ConflictMark last = page.items().getLast().mark();
            next = PageCursor.after(
                    question, List.of(last.firstSeenAt().toString(), last.tenant(), last.event(), last.content()));
        }
        return new ConflictPage(page.items().stream().map(ConflictItem::of).toList(), next);
    }

    private static String hex(String key) {
        if (!HEX.matcher(key).matches()) {
            throw PageCursor.foreign();
        }
        return key;
    }
}

package io.wattledger.metering.rest;

import io.wattledger.chassis.http.Caller;
import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.AllocationBook.Listed;
import io.wattledger.metering.flow.AllocationBook.Place;
import io.wattledger.metering.flow.Sight;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows the allocations that are reported by start and stop. */
@Path("/api/v1/allocations")
@Tag(name = "allocations", description = "Allocations reported by start and stop")
public class AllocationsResource {

    private static final int KEY_PARTS = 2;
    private static final Pattern A_KEY = Pattern.compile("[0-9a-f]{32}");
    private static final String OPEN = "open";
    private static final String CLOSED = "closed";

    private final AllocationBook book;
    private final Caller caller;

    AllocationsResource(AllocationBook book, Caller caller) {
        this.book = book;
        this.caller = caller;
    }

    /**
     * A page of allocations.
     *
     * @param items in the order of their keys
     * @param nextCursor hand it back as {@code cursor} for those that follow; absent on the last page
     */
    public record Allocations(
            List<Allocation> items, @Nullable String nextCursor) {}

    /**
     * An allocation by its last run.
     *
     * @param tenant whose
     * @param allocation its name
     * @param source who reports it
     * @param site where
     * @param project of the tenant
     * @param sku what
     * @param gpuThousandths GPUs in thousandths
     * @param startedAt since when
     * @param stoppedAt until when; absent while it is open
     * @param meteredUntil up to when an open one is metered, which is the watermark of its site; absent while there is
     *     none, and for closed ones, which are metered in full
     */
    public record Allocation(
            String tenant,
            String allocation,
            String source,
            String site,
            String project,
            String sku,
            long gpuThousandths,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            @Nullable Instant meteredUntil) {

        static Allocation of(Listed listed) {
            return new Allocation(
                    listed.name().tenant(),
                    listed.name().allocation(),
                    listed.name().source(),
                    listed.name().site(),
                    listed.latest().project(),
                    listed.latest().sku(),
                    listed.latest().gpuThousandths(),
                    listed.latest().startedAt(),
                    listed.latest().stoppedAt(),
                    listed.meteredUntil());
        }
    }

    /** Open or closed allocations. */
    @GET
    @RolesAllowed({Roles.TENANT, Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listAllocations",
            summary = "Allocations reported by start and stop",
            description = "An open one is metered up to the watermark of its site. A tenant sees its own only.")
    public Allocations allocations(
            @Parameter(description = "open or closed", example = OPEN) @QueryParam("state") @DefaultValue(OPEN)
                    String state,
            @Parameter(description = "Only these, joined by commas; for operators and auditors") @QueryParam("tenants")
                    List<String> tenants,
            @Parameter(description = "Allocations on a page, at most 1000", example = "100")
                    @QueryParam("limit")
                    @DefaultValue("100")
                    int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        if (!state.equals(OPEN) && !state.equals(CLOSED)) {
            throw Parameters.invalid("state", "is " + state + ": must be open or closed");
        }
        Sight sight = Parameters.sight(caller, tenants);
        int most = Parameters.limit(limit);
        String question = "allocations" + state + Parameters.named(tenants);
        List<String> key = PageCursor.key(cursor, question, KEY_PARTS);
        Place after = key == null ? null : new Place(key.getFirst(), hex(key.getLast()));
        List<Listed> found = book.list(sight, state.equals(OPEN), after, most + 1);
        List<Listed> page = found.subList(0, Math.min(most, found.size()));
        String next = null;
        if (found.size() > most) {
            Place last = page.getLast().place();
            next = PageCursor.after(question, List.of(last.tenant(), last.key()));
        }
        return new Allocations(page.stream().map(Allocation::of).toList(), next);
    }

    private static String hex(String key) {
        if (!A_KEY.matcher(key).matches()) {
            throw PageCursor.foreign();
        }
        return key;
    }
}

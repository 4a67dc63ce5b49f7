package io.wattledger.metering.rest;

import io.wattledger.chassis.http.PageCursor;
import io.wattledger.chassis.http.Roles;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.NodeBook;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Shows what became of the energy that nodes drew. */
@Path("/api/v1/node-energy")
@Tag(name = "node-energy", description = "What became of the energy that nodes drew")
public class NodeEnergyResource {

    private final NodeBook book;

    NodeEnergyResource(NodeBook book) {
        this.book = book;
    }

    /**
     * A part of the list.
     *
     * @param items by site and node
     * @param nextCursor asks for the items that follow; null where there are none
     */
    public record NodePage(List<NodeItem> items, @Nullable String nextCursor) {}

    /**
     * What became of the energy of a node.
     *
     * @param site where
     * @param node its name
     * @param readMillijoules what its meter measured
     * @param givenMillijoules of it, given to tenants
     * @param operatorMillijoules of it, of devices without tenant
     * @param doubtfulMillijoules of it, given to nobody because something is in doubt
     * @param differenceMillijoules what is missing; 0 unless something is broken
     * @param doubts quarter-hours in doubt, by time
     */
    public record NodeItem(
            String site,
            String node,
            long readMillijoules,
            long givenMillijoules,
            long operatorMillijoules,
            long doubtfulMillijoules,
            long differenceMillijoules,
            List<DoubtItem> doubts) {

        static NodeItem of(NodeBook.Books books) {
            NodeBook.Totals totals = books.totals();
            return new NodeItem(
                    books.place().site(),
                    books.place().node(),
                    totals.read(),
                    totals.given(),
                    totals.operator(),
                    totals.doubtful(),
                    totals.difference(),
                    books.doubts().stream().map(DoubtItem::of).toList());
        }
    }

    /**
     * A quarter-hour in doubt.
     *
     * @param from its start
     * @param kind {@code overlapping-reports} or {@code counters-above-node}
     * @param millijoules energy that is given to nobody
     */
    public record DoubtItem(Instant from, String kind, long millijoules) {

        static DoubtItem of(NodeBook.Doubt doubt) {
            return new DoubtItem(doubt.slot().start(), doubt.kind(), doubt.millijoules());
        }
    }

    /** What became of the energy of nodes. */
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.AUDITOR})
    @Operation(
            operationId = "listNodeEnergy",
            summary = "What nodes drew, what of it was given to tenants, and what is the operator's",
            description = "By site and node. Read is given, the operator's and the doubtful part together.")
    public NodePage nodeEnergy(
            @Parameter(description = "Only of this site", example = "glomfjord") @QueryParam("site") @Nullable
                    String site,
            @Parameter(required = true, description = "First quarter-hour", example = "2026-10-01T00:00:00Z")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Parameter(required = true, description = "First quarter-hour after", example = "2026-11-01T00:00:00Z")
                    @QueryParam("to")
                    @Nullable
                    String to,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @Parameter(description = "nextCursor of the page before") @QueryParam("cursor") @Nullable String cursor) {
        Interval time = Parameters.interval(Parameters.quarterHour("from", from), Parameters.quarterHour("to", to));
        String question = "node-energy/" + site + "/" + time.start() + "/" + time.end();
        List<String> key = PageCursor.key(cursor, question, 2);
        NodeBook.Place after = key == null ? null : new NodeBook.Place(key.getFirst(), key.getLast());
        int most = Parameters.limit(limit);
        List<NodeItem> found = book.books(time, site, after, most + 1).stream()
                .map(NodeItem::of)
                .toList();
        if (found.size() <= most) {
            return new NodePage(found, null);
        }
        List<NodeItem> items = List.copyOf(found.subList(0, most));
        NodeItem last = items.getLast();
        return new NodePage(items, PageCursor.after(question, List.of(last.site(), last.node())));
    }
}

package io.wattledger.metering.store;

import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.BeatBook.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is laid aside of heartbeats of allocations, for one batch. Parts that are taken in are written anew: whether they still hold
 * what was read is asked when they are deleted, since the row of their allocation may be the same after somebody else has changed
 * them. Nobody writes them who has not written that row before in the same transaction, so no copy waits for another in a circle.
 * Not for use by several threads.
 */
final class BeatsAside {

    private static final String TAKE = """
            SELECT until_millis, beats FROM beats_aside
            WHERE tenant_id = ? AND allocation_key = ? AND until_millis >= ?
            ORDER BY until_millis
            """;
    private static final String REMOVE = """
            DELETE FROM beats_aside AS aside
            USING unnest(?::text[], ?::bytea[], ?::bigint[], ?::bytea[])
                AS given (tenant_id, allocation_key, until_millis, beats)
            WHERE aside.tenant_id = given.tenant_id AND aside.allocation_key = given.allocation_key
                AND aside.until_millis = given.until_millis AND aside.beats = given.beats
            """;
    private static final String ADD = """
            INSERT INTO beats_aside (tenant_id, allocation_key, until_millis, beats)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::bytea[])
            ON CONFLICT (tenant_id, allocation_key, until_millis) DO NOTHING
            """;

    private final List<Row> taken = new ArrayList<>();
    private long bytes;

    /** A row of the table. */
    private record Row(String tenant, EventKey key, long until, byte[] beats) {}

    /** The parts of an allocation that are to be written anew: those that end at {@code from} or later, in order. */
    List<BeatTimeline.Part> take(Connection connection, String tenant, EventKey key, long from) throws SQLException {
        List<BeatTimeline.Part> parts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(TAKE)) {
            select.setString(1, tenant);
            select.setBytes(2, key.bytes());
            select.setLong(3, from);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    Row row = new Row(tenant, key, found.getLong(1), found.getBytes(2));
                    taken.add(row);
                    bytes += row.beats().length;
                    parts.add(new BeatTimeline.Part(row.until(), BeatTimeline.of(row.beats())));
                }
            }
        }
        return parts;
    }

    /** How many bytes all parts have that were taken. */
    long bytes() {
        return bytes;
    }

    /**
     * Writes what is laid aside in place of what was taken; after the rows of the allocations.
     *
     * @return whether that was still so
     */
    boolean keep(Connection connection, List<State> states) throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (State state : states) {
            if (!state.aside().isEmpty()) {
                String tenant = state.name().tenant();
                EventKey key = state.name().key();
                state.aside()
                        .forEach(part -> rows.add(
                                new Row(tenant, key, part.until(), part.beats().bytes())));
            }
        }
        return TakenRows.change(connection, REMOVE, taken, BeatsAside::fill)
                && TakenRows.change(connection, ADD, rows, BeatsAside::fill);
    }

    private static void fill(Columns<Row> columns) throws SQLException {
        columns.texts(Row::tenant)
                .bytes(row -> row.key().bytes())
                .numbers(Row::until)
                .bytes(Row::beats);
    }
}

package io.wattledger.metering.store;

import io.wattledger.metering.flow.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Adds the counts of a batch to {@code tally_journal}: a row for each tenant, with parallel arrays over its sources. The
 * arrays are made here: where every node is a source of its own the database would do it once for nearly every event.
 */
final class TallyJournal {

    /** Bounds the parameters of a statement, of which PostgreSQL takes 65,535. */
    private static final int ROWS_PER_STATEMENT = 1_000;

    private static final String INSERT = """
            INSERT INTO tally_journal (tenant_id, hour, sources, received, metered, duplicate, conflicting, refused, late,
                milli_gpu_seconds)
            VALUES\s""";
    private static final String ROW = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final int[] NONE = new int[0];

    private TallyJournal() {}

    /** Whose counts a row has. */
    private record Place(String tenant, Instant hour) {}

    static void add(Connection connection, Collection<Tally> tallies) throws SQLException {
        TreeMap<Place, List<Tally>> places =
                new TreeMap<>(Comparator.comparing(Place::tenant).thenComparing(Place::hour));
        for (Tally tally : tallies) {
            places.computeIfAbsent(new Place(tally.tenant(), tally.hour()), absent -> new ArrayList<>())
                    .add(tally);
        }
        List<List<Tally>> rows = List.copyOf(places.values());
        for (int first = 0; first < rows.size(); first += ROWS_PER_STATEMENT) {
            insert(connection, rows.subList(first, Math.min(rows.size(), first + ROWS_PER_STATEMENT)));
        }
    }

    private static void insert(Connection connection, List<List<Tally>> rows) throws SQLException {
        String sql = INSERT + String.join(", ", Collections.nCopies(rows.size(), ROW));
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int next = 1;
            for (List<Tally> row : rows) {
                insert.setString(next++, row.getFirst().tenant());
                insert.setObject(next++, row.getFirst().hour().atOffset(ZoneOffset.UTC));
                insert.setArray(
                        next++,
                        connection.createArrayOf(
                                "text", row.stream().map(Tally::source).toArray()));
                insert.setObject(next++, counts(row, Tally.Counts::received));
                insert.setObject(next++, counts(row, Tally.Counts::metered));
                insert.setObject(next++, counts(row, Tally.Counts::duplicate));
                insert.setObject(next++, counts(row, Tally.Counts::conflicting));
                insert.setObject(next++, counts(row, Tally.Counts::refused));
                insert.setObject(next++, counts(row, Tally.Counts::late));
                insert.setObject(
                        next++, row.stream().mapToLong(Tally::milliGpuSeconds).toArray());
            }
            insert.executeUpdate();
        }
    }

    /** One count of every source; nothing where all of them are 0. */
    private static int[] counts(List<Tally> row, ToLongFunction<Tally.Counts> count) {
        int[] counts = new int[row.size()];
        boolean isAny = false;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.toIntExact(count.applyAsLong(row.get(i).counts()));
            isAny |= counts[i] != 0;
        }
        return isAny ? counts : NONE;
    }
}

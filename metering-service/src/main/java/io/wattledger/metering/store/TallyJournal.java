package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.metering.flow.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Adds the counts of a batch to {@code tally_journal}: a row for each tenant, with parallel arrays over its sources. The
 * arrays are made here: where every node is a source of its own the database would do it once for nearly every event.
 */
final class TallyJournal {

    private static final ManyRows INSERT = new ManyRows("""
            INSERT INTO tally_journal (tenant_id, hour, sources, received, metered, duplicate, conflicting, refused, late,
                milli_gpu_seconds)
            VALUES""", "?, ?, ?, ?, ?, ?, ?, ?, ?, ?", "");
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
        Writes.together(connection, writes -> {
            for (List<Tally> row : places.values()) {
                writes.add(
                        INSERT,
                        row.getFirst().tenant(),
                        row.getFirst().hour().atOffset(ZoneOffset.UTC),
                        row.stream().map(Tally::source).toArray(String[]::new),
                        counts(row, Tally.Counts::received),
                        counts(row, Tally.Counts::metered),
                        counts(row, Tally.Counts::duplicate),
                        counts(row, Tally.Counts::conflicting),
                        counts(row, Tally.Counts::refused),
                        counts(row, Tally.Counts::late),
                        row.stream().mapToLong(Tally::milliGpuSeconds).toArray());
            }
        });
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

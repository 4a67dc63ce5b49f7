package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.BeyondBound;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.Tally;
import io.wattledger.metering.flow.UsageLedger;
import io.wattledger.metering.slot.SlotBound;
import io.wattledger.metering.slot.SlotDelta;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in PostgreSQL. What changes rows is one statement over whole columns, in the order of the keys: copies of the
 * service that work side by side then lock rows in the same order and never wait for each other in a circle.
 */
@ApplicationScoped
public class PostgresUsageLedger implements UsageLedger {

    /** Relays share the changed slots by project in this many parts. */
    static final int SHARDS = 16;

    private static final String KEEP_CONFLICTS = """
            INSERT INTO event_conflict (tenant_id, event_key, content_hash, source, event_id, standing_data, other_data,
                first_seen_at, last_seen_at, standing_key, other_attributes)
            SELECT given.tenant_id, given.event_key, given.content_hash, given.source, given.event_id, event.data,
                given.data, given.seen_at, given.seen_at, given.standing_key, given.attributes::jsonb
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::text[], ?::text[], ?::bytea[], ?::timestamptz[],
                ?::bytea[], ?::text[])
                AS given (tenant_id, event_key, content_hash, source, event_id, data, seen_at, standing_key, attributes)
            JOIN usage_event AS event ON event.tenant_id = given.tenant_id AND event.event_key = given.standing_key
            ORDER BY given.tenant_id, given.event_key, given.content_hash
            ON CONFLICT (tenant_id, event_key, content_hash) DO UPDATE
            SET last_seen_at = excluded.last_seen_at, times_seen = event_conflict.times_seen + 1
            """;
    private static final String ADD = """
            WITH given AS (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                    ?::bigint[], ?::bigint[], ?::bigint[])
                    AS one (tenant_id, project, site, sku, start_second, milli_gpu_seconds,
                        measured_milli_gpu_seconds, measured_millijoules, estimated_milli_gpu_seconds,
                        estimated_millijoules)),
            changed AS (
                INSERT INTO usage_slot AS slot (tenant_id, project, site, sku, slot_start, milli_gpu_seconds,
                    measured_milli_gpu_seconds, measured_millijoules, estimated_milli_gpu_seconds,
                    estimated_millijoules, revision)
                SELECT tenant_id, project, site, sku, timestamptz 'epoch' + start_second * interval '1 second',
                    milli_gpu_seconds, measured_milli_gpu_seconds, measured_millijoules,
                    estimated_milli_gpu_seconds, estimated_millijoules, 1
                FROM given
                ON CONFLICT (tenant_id, project, site, sku, slot_start) DO UPDATE
                SET milli_gpu_seconds = slot.milli_gpu_seconds + excluded.milli_gpu_seconds,
                    measured_milli_gpu_seconds =
                        slot.measured_milli_gpu_seconds + excluded.measured_milli_gpu_seconds,
                    measured_millijoules = slot.measured_millijoules + excluded.measured_millijoules,
                    estimated_milli_gpu_seconds =
                        slot.estimated_milli_gpu_seconds + excluded.estimated_milli_gpu_seconds,
                    estimated_millijoules = slot.estimated_millijoules + excluded.estimated_millijoules,
                    revision = slot.revision + 1
                RETURNING tenant_id, project, site, sku, slot_start, milli_gpu_seconds, measured_milli_gpu_seconds,
                    measured_millijoules),
            told AS (
                INSERT INTO tally_journal (tenant_id, in_slots)
                SELECT tenant_id, sum(milli_gpu_seconds)
                FROM given
                GROUP BY tenant_id
                HAVING sum(milli_gpu_seconds) <> 0),
            noted AS (
                INSERT INTO slot_change (tenant_id, shard, project, site, sku, slot_starts)
                SELECT tenant_id, abs(hashtext(tenant_id || '/' || project) %% %1$d), project, site, sku,
                    array_agg(slot_start)
                FROM changed
                GROUP BY tenant_id, project, site, sku)
            SELECT tenant_id, project, site, sku, extract(epoch FROM slot_start)::bigint
            FROM changed
            WHERE greatest(milli_gpu_seconds, measured_milli_gpu_seconds) > %2$d OR measured_millijoules > %3$d
            """.formatted(SHARDS, SlotBound.MOST_GPU_TIME, SlotBound.MOST_ENERGY);

    /** A sum is more than its column holds. */
    private static final String OUT_OF_RANGE = "22003";

    private final DataSource dataSource;
    private final RecentKeys recent = new RecentKeys();

    PostgresUsageLedger(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Map<EventKey, Standing> enter(Collection<Assessed.Fit> events, Instant receivedAt, Instant lateBefore) {
        List<Assessed.Fit> ordered =
                events.stream().sorted(PostgresUsageLedger::byIndex).toList();
        try (Connection connection = dataSource.getConnection()) {
            return new EventEntry(connection, recent, receivedAt, lateBefore).enter(ordered);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** The order of the index: neighbours go to one page of it. */
    private static int byIndex(Assessed.Fit one, Assessed.Fit other) {
        int byTenant = one.tenant().compareTo(other.tenant());
        return byTenant != 0 ? byTenant : one.key().compareTo(other.key());
    }

    @Override
    public void keepConflicts(Collection<Conflict> conflicts, Instant receivedAt) {
        // The same conflicting event twice in one batch is one row, which one statement cannot touch twice.
        Map<List<Object>, Conflict> distinct = new HashMap<>();
        for (Conflict conflict : conflicts) {
            Assessed.Fit event = conflict.event();
            distinct.putIfAbsent(List.of(event.key(), ByteBuffer.wrap(event.contentHash())), conflict);
        }
        List<Conflict> rows = new ArrayList<>(distinct.values());
        Columns.write(
                dataSource,
                KEEP_CONFLICTS,
                rows,
                columns -> columns.texts(row -> row.event().tenant())
                        .bytes(row -> row.event().key().bytes())
                        .bytes(row -> row.event().contentHash())
                        .texts(row -> row.event().report().identity().source())
                        .texts(row -> row.event().report().identity().id())
                        .bytes(row -> row.event().data())
                        .instants(row -> receivedAt)
                        .bytes(row -> row.standing().bytes())
                        .texts(row -> ConflictAttributes.json(row.event())));
    }

    @Override
    public void add(List<SlotDelta> deltas) {
        Set<SeriesSlot> overfull;
        try {
            overfull = write(deltas);
        } catch (DatabaseException e) {
            if (e.sqlState().equals(OUT_OF_RANGE)) {
                throw SlotBound.passed();
            }
            throw e;
        }
        // What was held and is released may have brought a slot there; whatever lowers it must still go through.
        if (!overfull.isEmpty()
                && deltas.stream()
                        .anyMatch(delta -> delta.figures().isRising()
                                && overfull.contains(new SeriesSlot(delta.key(), delta.slot())))) {
            throw SlotBound.passed();
        }
    }

    @Override
    public void settle(List<SlotDelta> deltas) {
        write(deltas);
    }

    /** A quarter-hour of a series. */
    private record SeriesSlot(UsageKey key, Slot slot) {}

    /** Writes them, and tells which slots have more than a slot can. */
    private Set<SeriesSlot> write(List<SlotDelta> deltas) {
        if (deltas.isEmpty()) {
            return Set.of();
        }
        try (Connection connection = dataSource.getConnection();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            new Columns<>(connection, add, 1, deltas)
                    .texts(delta -> delta.key().tenant())
                    .texts(delta -> delta.key().project())
                    .texts(delta -> delta.key().site())
                    .texts(delta -> delta.key().sku())
                    .numbers(delta -> delta.slot().start().getEpochSecond())
                    .numbers(delta -> delta.figures().milliGpuSeconds())
                    .numbers(delta -> delta.figures().measuredMilliGpuSeconds())
                    .numbers(delta -> delta.figures().measuredMillijoules())
                    .numbers(delta -> delta.figures().estimatedMilliGpuSeconds())
                    .numbers(delta -> delta.figures().estimatedMillijoules());
            return Set.copyOf(Rows.read(
                    add,
                    row -> new SeriesSlot(
                            new UsageKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                            new Slot(Instant.ofEpochSecond(row.getLong(5))))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public @Nullable BeyondBound attempt(Runnable step) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT attempt");
            try {
                step.run();
            } catch (BeyondBound e) {
                statement.execute("ROLLBACK TO SAVEPOINT attempt");
                return e;
            }
            statement.execute("RELEASE SAVEPOINT attempt");
            return null;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void tally(Collection<Tally> tallies) {
        try (Connection connection = dataSource.getConnection()) {
            TallyJournal.add(connection, tallies);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}

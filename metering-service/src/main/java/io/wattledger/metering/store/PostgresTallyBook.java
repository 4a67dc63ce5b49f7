package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TransactionLock;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.Tally;
import io.wattledger.metering.flow.TallyBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counts in PostgreSQL: rows by hour and of all time, and the journal of batches not rolled up into them yet. Every question
 * adds up both in one statement, hence in one snapshot, so that an entry is counted once whenever it moves.
 */
@ApplicationScoped
public class PostgresTallyBook implements TallyBook {

    /**
     * Journal entries rolled up in one transaction: bounds its memory, and how long it holds the rows of an hour. Many,
     * since where every node is a source of its own only many batches together have fewer sources than events.
     */
    private static final int ENTRIES_PER_ROUND = 10_000;

    /** Tenants named in one transaction; more are a matter of the next round. */
    private static final int TENANTS_PER_ROUND = 500;

    /** Names the lock of whoever rolls up, so that copies of the service never do it at the same time. */
    private static final long LOCK = 0x7A11E;

    private static final String SUMS = """
            coalesce(sum(received), 0) AS received, coalesce(sum(metered), 0) AS metered,
            coalesce(sum(duplicate), 0) AS duplicate, coalesce(sum(conflicting), 0) AS conflicting,
            coalesce(sum(refused), 0) AS refused, coalesce(sum(late), 0) AS late,
            coalesce(sum(milli_gpu_seconds), 0) AS milli_gpu_seconds
            """;
    private static final String COUNTS = "received, metered, duplicate, conflicting, refused, late, milli_gpu_seconds";
    static final String JOURNAL = """
            SELECT tenant_id, hour, one.*
            FROM tally_journal CROSS JOIN LATERAL unnest(sources, tally_journal.received, tally_journal.metered,
                tally_journal.duplicate, tally_journal.conflicting, tally_journal.refused, tally_journal.late,
                tally_journal.milli_gpu_seconds)
                AS one (source, received, metered, duplicate, conflicting, refused, late, milli_gpu_seconds)
            """;
    private static final String WANTED = "(? OR tenant_id = ANY (?)) AND hour >= ? AND hour < ?";
    private static final String TOTALS = """
            SELECT %1$s FROM (
                SELECT tenant_id, hour, %2$s FROM event_tally
                UNION ALL SELECT tenant_id, hour, %2$s FROM (%3$s) AS journal) AS tally
            WHERE %4$s
            """.formatted(SUMS, COUNTS, JOURNAL, WANTED);
    private static final String ALL_TIME = """
            SELECT %1$s, coalesce(sum(in_slots), 0) AS in_slots FROM (
                SELECT tenant_id, %2$s, in_slots FROM tenant_tally
                UNION ALL SELECT tenant_id, %2$s, 0 FROM (%3$s) AS journal
                UNION ALL SELECT tenant_id, 0, 0, 0, 0, 0, 0, 0, in_slots FROM tally_journal) AS tally
            WHERE ? OR tenant_id = ANY (?)
            """.formatted(SUMS, COUNTS, JOURNAL);
    private static final String BALANCE = """
            SELECT all_time.*, holds.* FROM (%s) AS all_time,
                (SELECT coalesce(sum(milli_gpu_seconds), 0) AS held FROM device_hold
                    WHERE released_at IS NULL AND (? OR tenant_id = ANY (?))) AS holds
            """.formatted(ALL_TIME);
    private static final String GROUPS = """
            SELECT of_hour, of_tenant, of_source, %1$s FROM (
                SELECT CASE WHEN ? THEN hour ELSE timestamptz 'epoch' END AS of_hour,
                    CASE WHEN ? THEN tenant_id ELSE '' END COLLATE "C" AS of_tenant,
                    CASE WHEN ? THEN source ELSE '' END COLLATE "C" AS of_source, %2$s
                FROM (SELECT tenant_id, hour, source, %2$s FROM source_tally
                    UNION ALL SELECT tenant_id, hour, source, %2$s FROM (%3$s) AS journal) AS tally
                WHERE %4$s) AS kept_apart
            WHERE ? OR (of_hour, of_tenant, of_source) > (?, ?, ?)
            GROUP BY of_hour, of_tenant, of_source
            ORDER BY of_hour, of_tenant, of_source
            LIMIT ?
            """.formatted(SUMS, COUNTS, JOURNAL, WANTED);

    /**
     * Entries are deleted by place, which under the lock of whoever rolls up they do not change: by key, every one would be
     * looked up under the policy of all tenants of the round.
     */
    private static final String ROLL_UP = """
            WITH taken AS (
                DELETE FROM tally_journal
                WHERE ctid = ANY (ARRAY(SELECT ctid FROM tally_journal ORDER BY entry_id LIMIT ?))
                RETURNING *),
            by_hour_and_source AS (
                SELECT tenant_id, hour, source, %2$s
                FROM (SELECT tenant_id, hour, one.*
                    FROM taken CROSS JOIN LATERAL unnest(sources, taken.received, taken.metered, taken.duplicate,
                        taken.conflicting, taken.refused, taken.late, taken.milli_gpu_seconds)
                        AS one (source, received, metered, duplicate, conflicting, refused, late, milli_gpu_seconds))
                    AS told
                GROUP BY tenant_id, hour, source),
            by_source AS (
                INSERT INTO source_tally AS tally (tenant_id, hour, source, %1$s)
                SELECT tenant_id, hour, source, %1$s FROM by_hour_and_source
                ON CONFLICT (tenant_id, hour, source) DO UPDATE SET %3$s),
            in_all AS (
                INSERT INTO event_tally AS tally (tenant_id, hour, %1$s)
                SELECT tenant_id, hour, %2$s FROM by_hour_and_source GROUP BY tenant_id, hour
                ON CONFLICT (tenant_id, hour) DO UPDATE SET %3$s),
            of_all_time AS (
                INSERT INTO tenant_tally AS tally (tenant_id, %1$s, in_slots)
                SELECT tenant_id, %2$s, sum(in_slots)
                FROM (SELECT tenant_id, %1$s, 0 AS in_slots FROM by_hour_and_source
                    UNION ALL SELECT tenant_id, 0, 0, 0, 0, 0, 0, 0, in_slots FROM taken) AS told
                GROUP BY tenant_id
                ON CONFLICT (tenant_id) DO UPDATE SET %3$s, in_slots = tally.in_slots + excluded.in_slots)
            SELECT count(*) FROM taken
            """.formatted(COUNTS, SUMS, added());

    private static final OffsetDateTime EVER = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final TenantScope scope;

    PostgresTallyBook(TenantScope scope) {
        this.scope = scope;
    }

    private static String added() {
        List<String> sums = new ArrayList<>();
        for (String column : COUNTS.split(", ", -1)) {
            sums.add(column + " = tally." + column + " + excluded." + column);
        }
        return String.join(", ", sums);
    }

    @Override
    public Totals totals(Sight sight, @Nullable Interval hours) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(hours == null ? ALL_TIME : TOTALS)) {
                if (hours == null) {
                    SightReading.bind(connection, select, 1, sight);
                } else {
                    bind(connection, select, 1, sight, hours);
                }
                return Rows.read(select, PostgresTallyBook::totals).getFirst();
            }
        });
    }

    @Override
    public Balance balance(Sight sight) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(BALANCE)) {
                SightReading.bind(connection, select, 1, sight);
                SightReading.bind(connection, select, 3, sight);
                return Rows.read(
                                select,
                                row -> new Balance(totals(row), Rows.sum(row, "in_slots"), Rows.sum(row, "held")))
                        .getFirst();
            }
        });
    }

    @Override
    public List<Group> groups(Sight sight, @Nullable Interval hours, Set<By> by, @Nullable Group after, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(GROUPS)) {
                select.setBoolean(1, by.contains(By.HOUR));
                select.setBoolean(2, by.contains(By.TENANT));
                select.setBoolean(3, by.contains(By.SOURCE));
                int next = bind(connection, select, 4, sight, hours);
                Instant hour = after == null || after.hour() == null ? Instant.EPOCH : after.hour();
                select.setBoolean(next++, after == null);
                select.setObject(next++, hour.atOffset(ZoneOffset.UTC));
                select.setString(next++, after == null ? "" : Objects.requireNonNullElse(after.tenant(), ""));
                select.setString(next++, after == null ? "" : Objects.requireNonNullElse(after.source(), ""));
                select.setInt(next, most);
                return Rows.read(select, row -> group(row, by));
            }
        });
    }

    private static Group group(ResultSet row, Set<By> by) throws SQLException {
        return new Group(
                by.contains(By.HOUR) ? Rows.instant(row, 1) : null,
                by.contains(By.TENANT) ? row.getString(2) : null,
                by.contains(By.SOURCE) ? row.getString(3) : null,
                totals(row));
    }

    private static Totals totals(ResultSet row) throws SQLException {
        return new Totals(
                new Tally.Counts(
                        row.getLong("received"),
                        row.getLong("metered"),
                        row.getLong("duplicate"),
                        row.getLong("conflicting"),
                        row.getLong("refused"),
                        row.getLong("late")),
                Rows.sum(row, "milli_gpu_seconds"));
    }

    /** Binds the four parameters of {@link #WANTED}; returns the number of the next one. */
    private static int bind(
            Connection connection, PreparedStatement select, int first, Sight sight, @Nullable Interval hours)
            throws SQLException {
        SightReading.bind(connection, select, first, sight);
        select.setObject(first + 2, hours == null ? EVER : hours.start().atOffset(ZoneOffset.UTC));
        select.setObject(first + 3, hours == null ? NEVER : hours.end().atOffset(ZoneOffset.UTC));
        return first + 4;
    }

    @Override
    public boolean rollUp() {
        List<String> tenants = scope.asOperator(PostgresTallyBook::tenantsToRollUp);
        if (tenants.isEmpty()) {
            return false;
        }
        int taken = scope.inTransaction(tenants, PostgresTallyBook::rollUp);
        return taken == ENTRIES_PER_ROUND || tenants.size() == TENANTS_PER_ROUND;
    }

    private static List<String> tenantsToRollUp(Connection connection) throws SQLException {
        String sql = "SELECT DISTINCT tenant_id FROM tally_journal ORDER BY tenant_id LIMIT " + TENANTS_PER_ROUND;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            return Rows.read(select, row -> row.getString(1));
        }
    }

    private static int rollUp(Connection connection) throws SQLException {
        if (!TransactionLock.take(connection, LOCK)) {
            return 0;
        }
        try (PreparedStatement rollUp = connection.prepareStatement(ROLL_UP)) {
            rollUp.setInt(1, ENTRIES_PER_ROUND);
            return Rows.read(rollUp, row -> row.getInt(1)).getFirst();
        }
    }
}

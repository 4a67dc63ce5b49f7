package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.Withdrawal;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.CorrectionBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/** Corrections and withdrawals in PostgreSQL. */
@ApplicationScoped
public class PostgresCorrectionBook implements CorrectionBook {

    /** First half of the locks' names, so that no other advisory lock of this database is hit. */
    private static final int LOCKS = 0xC022EC7;

    /** Tenants share locks, so that a batch with many tenants does not take more than these. */
    private static final int SHARDS = 64;

    private static final String LOCK_SHARED = """
            SELECT count(pg_advisory_xact_lock_shared(?, shard)) FROM unnest(?::int[]) AS shard
            """;
    private static final String LOCK = """
            SELECT count(pg_advisory_xact_lock(?, shard)) FROM unnest(?::int[]) AS shard
            """;

    /** What an event has hit that names {@code target}: {@link CorrectionState}. */
    private static final String STATE = """
            CASE WHEN target.event_key IS NULL THEN 'awaited'
                WHEN target.kind IN (7, 8) THEN 'without-effect'
                WHEN NOT %1$s.withdraws AND target.corrects_key = %1$s.event_key THEN 'mutual'
                ELSE 'known' END""";

    /** In the order given, whatever the plan: of two corrections of one event the first stands. */
    private static final String NOTE = """
            INSERT INTO event_correction (tenant_id, target_key, target_source, target_id, event_key, withdraws, reason,
                received_at, state)
            SELECT given.tenant_id, target_key, target_source, target_id, given.event_key, withdraws, reason, ?::timestamptz, %s
            FROM (SELECT tenant_id, target_key, target_source, target_id, event_key, withdraws = 1 AS withdraws, reason, place
                  FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::text[]) WITH ORDINALITY
                      AS sent (tenant_id, target_key, target_source, target_id, event_key, withdraws, reason, place)) AS given
            LEFT JOIN usage_event AS target
                ON target.tenant_id = given.tenant_id AND target.event_key = given.target_key
            ORDER BY given.place
            ON CONFLICT (tenant_id, target_key) DO NOTHING
            """.formatted(STATE.formatted("given"));

    /** For targets that have come. */
    private static final String SETTLE = """
            UPDATE event_correction AS correction SET state = %s
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, target_key)
            JOIN usage_event AS target ON target.tenant_id = given.tenant_id AND target.event_key = given.target_key
            WHERE correction.tenant_id = given.tenant_id AND correction.target_key = given.target_key
                AND correction.state = 'awaited'
            """.formatted(STATE.formatted("correction"));

    /** With what they have hit by now. Rows whose target comes in this transaction say so only later, once they are settled. */
    private static final String STANDING = """
            SELECT correction.target_key, correction.event_key, %s
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, target_key)
            JOIN event_correction AS correction USING (tenant_id, target_key)
            LEFT JOIN usage_event AS target
                ON target.tenant_id = correction.tenant_id AND target.event_key = correction.target_key
            """.formatted(STATE.formatted("correction"));

    private static final String CORRECTED = """
            SELECT correction.target_key
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, target_key)
            JOIN event_correction AS correction USING (tenant_id, target_key)
            """;

    /** A second correction of something is there but does not count; so it cannot cease to. */
    private static final String COUNTED = """
            SELECT %s
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, event_key)
            JOIN usage_event AS event USING (tenant_id, event_key)
            LEFT JOIN event_correction AS correction
                ON correction.tenant_id = event.tenant_id AND correction.target_key = event.corrects_key
            WHERE event.kind NOT IN (7, 8)
                AND (event.corrects_key IS NULL OR correction.event_key = event.event_key)
            """.formatted(EventRows.COLUMNS);

    private final DataSource dataSource;

    PostgresCorrectionBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void lock(Collection<String> tenants, boolean corrects) {
        int[] shards = tenants.stream()
                .mapToInt(tenant -> Math.floorMod(tenant.hashCode(), SHARDS))
                .sorted()
                .distinct()
                .toArray();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement lock = connection.prepareStatement(corrects ? LOCK : LOCK_SHARED)) {
            lock.setInt(1, LOCKS);
            lock.setObject(2, shards);
            lock.execute();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public Map<EventKey, Standing> stand(
            Collection<Assessed.Fit> entered, Collection<Assessed.Fit> all, Instant receivedAt) {
        try (Connection connection = dataSource.getConnection()) {
            if (!entered.isEmpty()) {
                note(connection, List.copyOf(entered), receivedAt);
            }
            Map<EventKey, Standing> standing = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(STANDING)) {
                new Columns<>(connection, select, 1, List.copyOf(all))
                        .texts(Assessed.Fit::tenant)
                        .bytes(fit -> target(fit).key().bytes());
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        Standing stands = new Standing(
                                EventKey.of(row.getBytes(2)), PostgresCorrectionList.state(row.getString(3)));
                        standing.put(EventKey.of(row.getBytes(1)), stands);
                    }
                }
            }
            return standing;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void note(Connection connection, List<Assessed.Fit> entered, Instant receivedAt)
            throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, note, 2, entered)
                    .texts(Assessed.Fit::tenant)
                    .bytes(fit -> target(fit).key().bytes())
                    .texts(fit -> target(fit).source())
                    .texts(fit -> target(fit).id())
                    .bytes(fit -> fit.key().bytes())
                    .numbers(fit -> fit.report() instanceof Withdrawal ? 1 : 0)
                    .texts(PostgresCorrectionBook::reason);
            note.executeUpdate();
        }
    }

    private static EventIdentity target(Assessed.Fit fit) {
        return Objects.requireNonNull(fit.target(), "only corrections are noted");
    }

    private static String reason(Assessed.Fit fit) {
        return fit.report() instanceof Withdrawal withdrawal
                ? withdrawal.reason()
                : Objects.requireNonNull(fit.correction(), "only corrections are noted")
                        .reason();
    }

    @Override
    public Set<EventKey> corrected(Collection<Assessed.Fit> events) {
        try (Connection connection = dataSource.getConnection()) {
            if (!hasAny(connection)) {
                return Set.of();
            }
            Set<EventKey> corrected;
            try (PreparedStatement select = connection.prepareStatement(CORRECTED)) {
                byKey(connection, select, List.copyOf(events));
                corrected = new HashSet<>(Rows.read(select, row -> EventKey.of(row.getBytes(1))));
            }
            if (!corrected.isEmpty()) {
                settle(
                        connection,
                        events.stream()
                                .filter(event -> corrected.contains(event.key()))
                                .toList());
            }
            return corrected;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void byKey(Connection connection, PreparedStatement statement, List<Assessed.Fit> events)
            throws SQLException {
        new Columns<>(connection, statement, 1, events)
                .texts(Assessed.Fit::tenant)
                .bytes(fit -> fit.key().bytes());
    }

    private static void settle(Connection connection, List<Assessed.Fit> targets) throws SQLException {
        try (PreparedStatement settle = connection.prepareStatement(SETTLE)) {
            byKey(connection, settle, targets);
            settle.executeUpdate();
        }
    }

    /** Most tenants never correct anything, and then there is nothing to look up for every event. */
    private static boolean hasAny(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT EXISTS (SELECT FROM event_correction)")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public List<UsageReport> counted(Collection<EventIdentity> targets) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(COUNTED)) {
            new Columns<>(connection, select, 1, List.copyOf(targets))
                    .texts(EventIdentity::tenant)
                    .bytes(target -> target.key().bytes());
            return Rows.read(select, EventRows::report);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}

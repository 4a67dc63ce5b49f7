package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.CounterBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import javax.sql.DataSource;

/** The readings of energy counters in PostgreSQL, each method a statement or two over whole columns. */
@ApplicationScoped
public class PostgresCounterBook implements CounterBook {

    private static final String ENTER = """
            INSERT INTO energy_counter (tenant_id, counter_key, site, device, gpu_thousandths)
            SELECT * FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::bigint[])
            ON CONFLICT (tenant_id, counter_key) DO NOTHING
            """;
    private static final String LOCK = """
            SELECT 1 FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, counter_key)
            JOIN energy_counter AS counter USING (tenant_id, counter_key)
            ORDER BY tenant_id, counter_key
            FOR NO KEY UPDATE OF counter
            """;
    /**
     * An instant with different values says nothing, so the nearest ones are looked for beyond it. The readings of each instant say
     * whether it is such a one: there may be a hundred thousand of them in a row.
     */
    private static final String MARK = """
            UPDATE energy_reading AS reading SET is_plain = instant.is_plain
            FROM (
                SELECT tenant_id, counter_key, read_at,
                    min(millijoules) = max(millijoules) AND min(boot) IS NOT DISTINCT FROM max(boot) AS is_plain
                FROM (
                    SELECT DISTINCT tenant_id, counter_key,
                        timestamptz 'epoch' + milli * interval '1 millisecond' AS read_at
                    FROM unnest(?::text[], ?::bytea[], ?::bigint[]) AS given (tenant_id, counter_key, milli)) AS given
                JOIN energy_reading USING (tenant_id, counter_key, read_at)
                GROUP BY tenant_id, counter_key, read_at) AS instant
            WHERE reading.tenant_id = instant.tenant_id AND reading.counter_key = instant.counter_key
                AND reading.read_at = instant.read_at AND reading.is_plain <> instant.is_plain
            """;

    static final String NEAR = """
            WITH given AS (
                SELECT tenant_id, counter_key, timestamptz 'epoch' + milli * interval '1 millisecond' AS read_at
                FROM unnest(?::text[], ?::bytea[], ?::bigint[]) AS given (tenant_id, counter_key, milli)),
            near AS (
                SELECT tenant_id, counter_key, read_at FROM given
                UNION
                SELECT given.tenant_id, given.counter_key, before.read_at
                FROM given CROSS JOIN LATERAL (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = given.tenant_id AND reading.counter_key = given.counter_key
                        AND reading.is_plain
                        AND reading.read_at < given.read_at
                    GROUP BY reading.read_at ORDER BY reading.read_at DESC LIMIT %1$d) AS before
                UNION
                SELECT given.tenant_id, given.counter_key, after.read_at
                FROM given CROSS JOIN LATERAL (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = given.tenant_id AND reading.counter_key = given.counter_key
                        AND reading.is_plain
                        AND reading.read_at > given.read_at
                    GROUP BY reading.read_at ORDER BY reading.read_at LIMIT %1$d) AS after)
            SELECT tenant_id, counter.site, counter.device, counter.gpu_thousandths, reading.event_key, read_at,
                reading.millijoules, reading.boot, reading.project, reading.sku, reading.is_weighed
            FROM near
            JOIN energy_reading AS reading USING (tenant_id, counter_key, read_at)
            JOIN energy_counter AS counter USING (tenant_id, counter_key)
            """.formatted(CounterStream.CHANGED);
    private static final String ADD = """
            INSERT INTO energy_reading (tenant_id, counter_key, read_at, event_key, millijoules, boot, project, sku)
            SELECT tenant_id, counter_key, timestamptz 'epoch' + milli * interval '1 millisecond', event_key,
                millijoules, boot, project, sku
            FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                AS given (tenant_id, counter_key, milli, event_key, millijoules, boot, project, sku)
            """;
    private static final String REMOVE = """
            DELETE FROM energy_reading AS reading
            USING unnest(?::text[], ?::bytea[], ?::bigint[], ?::bytea[])
                AS given (tenant_id, counter_key, milli, event_key)
            WHERE reading.tenant_id = given.tenant_id AND reading.counter_key = given.counter_key
                AND reading.read_at = timestamptz 'epoch' + given.milli * interval '1 millisecond'
                AND reading.event_key = given.event_key
            """;
    private static final String NOTE_CHANGES = ChangedTimes.toBeShared(ChangedTimes.GIVEN_DEVICES);
    private static final String RESOLVE = """
            UPDATE energy_doubt AS doubt SET resolved_at = ?
            FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::bigint[], ?::text[])
                AS given (tenant_id, counter_key, start_milli, end_milli, kind)
            WHERE doubt.tenant_id = given.tenant_id AND doubt.counter_key = given.counter_key
                AND doubt.starts_at = timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
                AND doubt.ends_at = timestamptz 'epoch' + given.end_milli * interval '1 millisecond'
                AND doubt.kind = given.kind
            """;
    private static final String DOUBT = """
            INSERT INTO energy_doubt AS doubt (found_at, tenant_id, counter_key, starts_at, ends_at, kind, millijoules)
            SELECT ?, tenant_id, counter_key, timestamptz 'epoch' + start_milli * interval '1 millisecond',
                timestamptz 'epoch' + end_milli * interval '1 millisecond', kind, millijoules
            FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
                AS given (tenant_id, counter_key, start_milli, end_milli, kind, millijoules)
            ON CONFLICT (tenant_id, counter_key, starts_at, ends_at, kind) DO UPDATE
            SET resolved_at = NULL, millijoules = excluded.millijoules
            """;

    private final DataSource dataSource;

    PostgresCounterBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void lock(SortedSet<Counter> counters) {
        List<Counter> rows = List.copyOf(counters);
        try (Connection connection = dataSource.getConnection()) {
            try (PreparedStatement enter = connection.prepareStatement(ENTER)) {
                new Columns<>(connection, enter, 1, rows)
                        .texts(Counter::tenant)
                        .bytes(counter -> counter.key().bytes())
                        .texts(Counter::site)
                        .texts(Counter::device)
                        .numbers(Counter::gpuThousandths);
                enter.executeUpdate();
            }
            try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
                new Columns<>(connection, lock, 1, rows)
                        .texts(Counter::tenant)
                        .bytes(counter -> counter.key().bytes());
                lock.execute();
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public List<Kept> near(Collection<Moment> moments) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(NEAR)) {
            new Columns<>(connection, select, 1, List.copyOf(moments))
                    .texts(moment -> moment.counter().tenant())
                    .bytes(moment -> moment.counter().key().bytes())
                    .numbers(moment -> moment.at().toEpochMilli());
            return Rows.read(select, PostgresCounterBook::kept);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Counter counter = new Counter(
                row.getString("tenant_id"),
                row.getString("site"),
                row.getString("device"),
                row.getLong("gpu_thousandths"));
        UsageKey series =
                new UsageKey(counter.tenant(), row.getString("project"), counter.site(), row.getString("sku"));
        return new Kept(counter, EventKey.of(row.getBytes("event_key")), reading(row, series));
    }

    static CounterReading reading(ResultSet row, UsageKey series) throws SQLException {
        return new CounterReading(
                Rows.instant(row, "read_at"),
                row.getLong("millijoules"),
                row.getString("boot"),
                series,
                row.getBoolean("is_weighed"));
    }

    @Override
    public void change(Collection<Kept> added, Collection<Kept> removed) {
        Columns.write(
                dataSource,
                ADD,
                added,
                columns -> identify(columns)
                        .numbers(kept -> kept.reading().millijoules())
                        .texts(kept -> kept.reading().boot())
                        .texts(kept -> kept.reading().series().project())
                        .texts(kept -> kept.reading().series().sku()));
        Columns.write(dataSource, REMOVE, removed, PostgresCounterBook::identify);
    }

    private static Columns<Kept> identify(Columns<Kept> columns) throws SQLException {
        return columns.texts(kept -> kept.counter().tenant())
                .bytes(kept -> kept.counter().key().bytes())
                .numbers(kept -> kept.reading().at().toEpochMilli())
                .bytes(kept -> kept.event().bytes());
    }

    @Override
    public void doubt(Collection<Doubt> begun, Collection<Doubt> ended, Instant now) {
        Columns.write(dataSource, RESOLVE, ended, columns -> name(columns.forAll(now)));
        Columns.write(
                dataSource,
                DOUBT,
                begun,
                columns -> name(columns.forAll(now))
                        .numbers(doubt -> doubt.stretch().millijoules()));
    }

    @Override
    public void mark(Collection<Moment> contested) {
        Columns.write(
                dataSource,
                MARK,
                contested,
                columns -> columns.texts(moment -> moment.counter().tenant())
                        .bytes(moment -> moment.counter().key().bytes())
                        .numbers(moment -> moment.at().toEpochMilli()));
    }

    @Override
    public void noteChanges(Collection<Changed> changed) {
        Columns.write(
                dataSource,
                NOTE_CHANGES,
                changed,
                columns -> columns.texts(one -> one.counter().tenant())
                        .bytes(one -> new Device(
                                        one.counter().site(), one.counter().device())
                                .key()
                                .bytes())
                        .texts(one -> one.counter().site())
                        .texts(one -> one.counter().device())
                        .numbers(one -> one.time().start().toEpochMilli())
                        .numbers(one -> one.time().end().toEpochMilli()));
    }

    private static Columns<Doubt> name(Columns<Doubt> columns) throws SQLException {
        return columns.texts(doubt -> doubt.counter().tenant())
                .bytes(doubt -> doubt.counter().key().bytes())
                .numbers(doubt -> doubt.stretch().start().toEpochMilli())
                .numbers(doubt -> doubt.stretch().end().toEpochMilli())
                .texts(doubt -> doubt.stretch().kind().code());
    }
}

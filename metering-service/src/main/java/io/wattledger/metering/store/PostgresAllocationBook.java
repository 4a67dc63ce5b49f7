package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.Contended;
import io.wattledger.metering.flow.Sight;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Allocations in PostgreSQL, locked, read and written in sets, in the order of their keys. */
@ApplicationScoped
public class PostgresAllocationBook implements AllocationBook {

    private static final RowPlaces PLACES = new RowPlaces("allocation", "allocation_key");
    private static final String LOCKED = """
            SELECT allocation.tenant_id, allocation.source, allocation.site, allocation.allocation, allocation.marks,
                allocation.metered_until
            FROM %s
            ORDER BY allocation.tenant_id, allocation.allocation_key
            FOR UPDATE OF allocation
            """;
    private static final String TAKE = LOCKED.formatted("""
            unnest(?::tid[]) AS place
            JOIN allocation ON allocation.ctid = place""");
    private static final String TAKE_BY_KEY = LOCKED.formatted("""
            unnest(?::text[], ?::bytea[]) AS given (tenant_id, allocation_key)
            JOIN allocation USING (tenant_id, allocation_key)""");
    private static final String GIVEN = """
            SELECT tenant_id, allocation_key, source, site, allocation, marks, project, sku, gpu_thousandths, devices,
                timestamptz 'epoch' + started_milli * interval '1 millisecond' AS started_at,
                timestamptz 'epoch' + stopped_milli * interval '1 millisecond' AS stopped_at,
                timestamptz 'epoch' + metered_milli * interval '1 millisecond' AS metered_until, number
            FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::text[],
                ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) WITH ORDINALITY
                AS given (tenant_id, allocation_key, source, site, allocation, marks, project, sku, gpu_thousandths,
                    devices, started_milli, stopped_milli, metered_milli, number)""";
    private static final String BEGIN = """
            INSERT INTO allocation (tenant_id, allocation_key, source, site, allocation, marks, project, sku,
                gpu_thousandths, devices, started_at, stopped_at, metered_until)
            SELECT tenant_id, allocation_key, source, site, allocation, marks, project, sku, gpu_thousandths, devices,
                started_at, stopped_at, metered_until
            FROM (%s) AS fresh
            ON CONFLICT (tenant_id, allocation_key) DO NOTHING
            """.formatted(GIVEN);
    private static final String GO_ON = """
            UPDATE allocation
            SET marks = given.marks, project = given.project, sku = given.sku, gpu_thousandths = given.gpu_thousandths,
                devices = given.devices, started_at = given.started_at, stopped_at = given.stopped_at, metered_until = given.metered_until
            FROM (%s) AS given JOIN unnest(?::tid[]) WITH ORDINALITY AS found (place, number) USING (number)
            WHERE allocation.ctid = found.place AND allocation.allocation_key = given.allocation_key
            """.formatted(GIVEN);
    private static final String IS_OPEN = "started_at IS NOT NULL AND stopped_at IS NULL";
    private static final String BEHIND = """
            SELECT place.tenant_id, place.site
            FROM (SELECT tenant_id, site, min(coalesce(metered_until, '-infinity')) AS first,
                    max(coalesce(metered_until, '-infinity')) AS last
                FROM allocation WHERE %s GROUP BY tenant_id, site) AS place
            CROSS JOIN LATERAL (%s) AS mark
            WHERE mark.complete_until <> place.first OR mark.complete_until <> place.last
            ORDER BY place.tenant_id, place.site
            """.formatted(IS_OPEN, PostgresSiteWatermarks.COMPLETE);
    private static final String COLUMNS = """
            tenant_id, source, site, allocation, project, sku, gpu_thousandths, started_at, stopped_at, metered_until,
            allocation_key, devices""";
    private static final String TAKE_OPEN = """
            SELECT %s FROM allocation
            WHERE tenant_id = ? AND site = ? AND %s AND metered_until IS DISTINCT FROM ?
            ORDER BY tenant_id, allocation_key LIMIT ? FOR UPDATE
            """.formatted(COLUMNS, IS_OPEN);
    private static final String EXTEND = """
            UPDATE allocation SET metered_until = ?
            WHERE tenant_id = ? AND allocation_key = ANY (?::bytea[])
            """;
    private static final String LIST = """
            SELECT %s FROM allocation
            WHERE (? OR tenant_id = ANY (?)) AND started_at IS NOT NULL AND (stopped_at IS NULL) = ?
                AND (? OR (tenant_id, allocation_key) > (?, ?))
            ORDER BY tenant_id, allocation_key LIMIT ?
            """.formatted(COLUMNS);

    private static final Comparator<Keyed<?>> BY_KEY =
            Comparator.comparing((Keyed<?> one) -> one.name().tenant()).thenComparing(Keyed::key);

    private final DataSource dataSource;
    private final TenantScope scope;

    PostgresAllocationBook(DataSource dataSource, TenantScope scope) {
        this.dataSource = dataSource;
        this.scope = scope;
    }

    /** Something with the key of its allocation, which takes a hash to work out. */
    private record Keyed<T>(AllocationName name, EventKey key, T value) {

        static <T> List<Keyed<T>> ordered(Collection<T> values, Function<T, AllocationName> name) {
            List<Keyed<T>> keyed = new ArrayList<>(values.size());
            for (T value : values) {
                AllocationName its = name.apply(value);
                keyed.add(new Keyed<>(its, its.key(), value));
            }
            keyed.sort(BY_KEY);
            return keyed;
        }
    }

    @Override
    public Map<AllocationName, Known> take(Collection<AllocationName> names) {
        if (names.isEmpty()) {
            return Map.of();
        }
        List<Keyed<AllocationName>> keyed = Keyed.ordered(names, name -> name);
        try (Connection connection = dataSource.getConnection()) {
            RowPlaces.Places places = places(connection, keyed);
            if (places.count() == 0) {
                return Map.of();
            }
            Map<AllocationName, Known> known = HashMap.newHashMap(places.count());
            try (PreparedStatement select = connection.prepareStatement(TAKE)) {
                select.setString(1, places.array());
                read(select, known);
            }
            known.keySet().retainAll(Set.copyOf(names));
            if (known.size() != places.count()) {
                // Another copy of the service has written some of them since, and they lie elsewhere now.
                try (PreparedStatement select = connection.prepareStatement(TAKE_BY_KEY)) {
                    fillKeys(new Columns<>(connection, select, 1, keyed));
                    read(select, known);
                }
            }
            return known;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> RowPlaces.Places places(Connection connection, List<Keyed<T>> keyed) throws SQLException {
        return PLACES.find(connection, keyed, PostgresAllocationBook::fillKeys);
    }

    private static <T> void fillKeys(Columns<Keyed<T>> columns) throws SQLException {
        columns.texts(one -> one.name().tenant()).bytes(one -> one.key().bytes());
    }

    private static void read(PreparedStatement select, Map<AllocationName, Known> known) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                known.put(name(row), new Known(Marks.of(row.getBytes(5)), instant(row, 6)));
            }
        }
    }

    @Override
    public void keep(Collection<State> states) {
        List<State> fresh = states.stream().filter(State::isNew).toList();
        List<State> known = states.stream().filter(state -> !state.isNew()).toList();
        if (!fresh.isEmpty() && write(BEGIN, fresh, false) != fresh.size()) {
            throw new Contended("an allocation was begun by another copy at the same moment");
        }
        if (!known.isEmpty() && write(GO_ON, known, true) != known.size()) {
            throw new IllegalStateException("an allocation that is locked cannot be written");
        }
    }

    /** What is there already is locked since it was taken, so it stays where it is found. */
    private int write(String sql, List<State> states, boolean areThere) {
        List<Keyed<State>> keyed = Keyed.ordered(states, State::name);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement write = connection.prepareStatement(sql)) {
            if (areThere) {
                write.setString(14, places(connection, keyed).array());
            }
            new Columns<>(connection, write, 1, keyed)
                    .texts(one -> one.name().tenant())
                    .bytes(one -> one.key().bytes())
                    .texts(one -> one.name().source())
                    .texts(one -> one.name().site())
                    .texts(one -> one.name().allocation())
                    .bytes(one -> one.value().marks().bytes())
                    .texts(one -> latest(one, Latest::project))
                    .texts(one -> latest(one, Latest::sku))
                    .numbersOrNull(one -> latest(one, Latest::gpuThousandths))
                    .texts(one -> latest(one, PostgresAllocationBook::lines))
                    .numbersOrNull(one -> milli(latest(one, Latest::startedAt)))
                    .numbersOrNull(one -> milli(latest(one, Latest::stoppedAt)))
                    .numbersOrNull(one -> milli(one.value().meteredUntil()));
            return write.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static <T> @Nullable T latest(Keyed<State> one, Function<Latest, @Nullable T> member) {
        Latest latest = one.value().latest();
        return latest == null ? null : member.apply(latest);
    }

    private static @Nullable Long milli(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    @Override
    public List<TenantSite> behind() {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(BEHIND)) {
                return SightReading.rows(select, row -> new TenantSite(row.getString(1), row.getString(2)));
            }
        });
    }

    @Override
    public List<Open> takeOpen(TenantSite site, Instant watermark, int most) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(TAKE_OPEN)) {
            select.setString(1, site.tenant());
            select.setString(2, site.site());
            select.setObject(3, watermark.atOffset(ZoneOffset.UTC));
            select.setInt(4, most);
            return SightReading.rows(select, row -> new Open(name(row), latest(row), instant(row, 10)));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void extend(TenantSite site, Collection<AllocationName> names, Instant meteredUntil) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement extend = connection.prepareStatement(EXTEND)) {
            extend.setObject(1, meteredUntil.atOffset(ZoneOffset.UTC));
            extend.setString(2, site.tenant());
            new Columns<>(connection, extend, 3, List.copyOf(names))
                    .bytes(name -> name.key().bytes());
            extend.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public List<Listed> list(Sight sight, boolean isOpen, @Nullable Place after, int most) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                SightReading.bind(connection, select, 1, sight);
                select.setBoolean(3, isOpen);
                select.setBoolean(4, after == null);
                select.setString(5, after == null ? "" : after.tenant());
                select.setBytes(6, after == null ? new byte[0] : HexFormat.of().parseHex(after.key()));
                select.setInt(7, most);
                return SightReading.rows(select, PostgresAllocationBook::listed);
            }
        });
    }

    private static Listed listed(ResultSet row) throws SQLException {
        Place place = new Place(row.getString(1), HexFormat.of().formatHex(row.getBytes(11)));
        return new Listed(name(row), place, latest(row), instant(row, 10));
    }

    private static AllocationName name(ResultSet row) throws SQLException {
        return new AllocationName(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
    }

    private static Latest latest(ResultSet row) throws SQLException {
        String devices = row.getString(12);
        return new Latest(
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                instant(row, 9),
                devices == null ? List.of() : devices.lines().toList());
    }

    /** Ids of devices have no control characters. */
    private static @Nullable String lines(Latest latest) {
        return latest.devices().isEmpty() ? null : String.join("\n", latest.devices());
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

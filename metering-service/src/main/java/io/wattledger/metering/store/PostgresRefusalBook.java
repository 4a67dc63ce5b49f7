package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.WireName;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.Assessed;
import io.wattledger.metering.flow.EventReading;
import io.wattledger.metering.flow.RefusalBook;
import io.wattledger.metering.flow.RefusalEntry;
import io.wattledger.metering.flow.Sight;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Refusals in PostgreSQL, and through the outbox in the dead-letter topic. */
@ApplicationScoped
public class PostgresRefusalBook implements RefusalBook {

    /** Names the lock that decisions of people take, so that no two are about the same refusal. */
    private static final long LOCK = 0x4EF05A1;

    private static final String LIST = """
            SELECT %1$s %2$s FROM refusal
            WHERE (? OR tenant_id = ANY (?)) AND (? OR code = ANY (?)) AND (?::text IS NULL OR source = ?)
                AND (?::text IS NULL OR site = ?) AND first_refused_at >= ? AND first_refused_at < ?
                AND (?::text IS NULL OR state = ?)
                AND (? OR first_refused_at < ? OR first_refused_at = ? AND (tenant_id, refusal_key) > (?, ?))
            ORDER BY first_refused_at DESC, tenant_id, refusal_key
            LIMIT ?
            """;
    private static final String FIND = """
            SELECT %s, record_key, record_value FROM refusal
            WHERE refusal_key = ANY (?) AND (? OR tenant_id = ANY (?))
            ORDER BY tenant_id, refusal_key
            """.formatted(RefusalRow.COLUMNS);
    private static final String STEPS = """
            SELECT * FROM refusal_step WHERE refusal_key = ? AND (? OR tenant_id = ANY (?)) ORDER BY step_id
            """;
    private static final String OPEN = "SELECT refusal_key FROM refusal WHERE refusal_key = ANY (?) AND state = 'open'";
    private static final String NOT_STORABLE = """
            SELECT tenant_id, refusal_key, source, event_id FROM refusal
            WHERE state = 'open' AND code = 'not-storable' AND source IS NOT NULL AND event_id IS NOT NULL
                AND value_length = coalesce(octet_length(record_value), 0)
                AND (tenant_id, refusal_key) > (?, ?)
                AND NOT EXISTS (
                    SELECT FROM refusal_step AS step
                    WHERE step.tenant_id = refusal.tenant_id AND step.refusal_key = refusal.refusal_key
                        AND (step.action = 'conflict' OR step.action = 'refused-again' AND step.actor = ?))
            ORDER BY tenant_id, refusal_key
            LIMIT ?
            """;
    private static final String HOW_MANY_NOT_STORABLE =
            "SELECT count(*) FROM refusal WHERE state = 'open' AND code = 'not-storable'";
    private static final String STANDING = """
            WITH given AS (
                SELECT * FROM unnest(?::text[], ?::bytea[], ?::bytea[]) AS given (tenant_id, event_key, refusal_key))
            SELECT refusal_key FROM given JOIN usage_event AS event USING (tenant_id, event_key)
            UNION
            SELECT refusal_key FROM given JOIN event_correction AS correction
                ON correction.tenant_id = given.tenant_id AND correction.target_key = given.event_key
            """;
    private static final String NOTE = """
            INSERT INTO refusal_step (tenant_id, refusal_key, at, actor, action, attempt, code, detail, reason,
                event_tenant, event_source, event_id, repaired_value)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String CLOSE = """
            UPDATE refusal_stock SET open_records = open_records - 1, open_bytes = greatest(0, open_bytes - (
                SELECT coalesce(octet_length(record_key), 0) + coalesce(octet_length(record_value), 0)
                FROM refusal WHERE tenant_id = ? AND refusal_key = ?))
            WHERE tenant_id = ?
            """;
    private static final String LOCK_STOCK = "SELECT FROM refusal_stock WHERE tenant_id = ? FOR UPDATE";
    private static final String CLOSED = "UPDATE refusal SET state = ? WHERE tenant_id = ? AND refusal_key = ?";
    private static final String AGAIN = """
            UPDATE refusal SET attempts = attempts + 1, last_refused_at = ?, code = coalesce(?, code),
                field = coalesce(?, field), value = CASE WHEN ?::text IS NULL THEN value ELSE ?::text END,
                rule = coalesce(?, rule)
            WHERE tenant_id = ? AND refusal_key = ?
            """;
    private static final OffsetDateTime EVER = OffsetDateTime.of(1970, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final OffsetDateTime NEVER = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final DataSource dataSource;
    private final TenantScope scope;
    private final Outbox outbox;
    private final RefusalRoom room;
    private final EventReading reading;

    PostgresRefusalBook(
            DataSource dataSource, TenantScope scope, Outbox outbox, RefusalRoom room, EventReading reading) {
        this.dataSource = dataSource;
        this.scope = scope;
        this.outbox = outbox;
        this.room = room;
        this.reading = reading;
    }

    @Override
    public void keep(Collection<Assessed.Unfit> refused, Instant receivedAt) {
        TreeMap<RefusedEvent, RefusedEvent> distinct = new TreeMap<>(RefusedEvent.BY_KEY);
        for (Assessed.Unfit one : refused) {
            RefusedEvent event =
                    RefusedEvent.of(one, reading.site(one.received().arrival().data()));
            distinct.merge(event, event, (first, again) -> first.onceMore());
        }
        try (Connection connection = dataSource.getConnection()) {
            room.keep(connection, List.copyOf(distinct.values()), receivedAt);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public Page list(Sight sight, Filter filter, @Nullable Mark after, int most, boolean withContents) {
        String sql = LIST.formatted(RefusalRow.COLUMNS, withContents ? ", record_key, record_value" : "");
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                bind(connection, select, sight, filter, after);
                select.setInt(18, most + 1);
                select.setFetchSize(PageBytes.ROWS_PER_FETCH);
                return page(select, most, withContents);
            }
        });
    }

    private static Page page(PreparedStatement select, int most, boolean withContents) throws SQLException {
        List<RefusalEntry> entries = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                if (entries.size() == most || bytes > PageBytes.MOST) {
                    return new Page(entries, true);
                }
                RefusalEntry entry = RefusalRow.entry(row, withContents);
                byte[] value = entry.kept().value();
                bytes += value == null ? 0 : value.length;
                entries.add(entry);
            }
        }
        return new Page(entries, false);
    }

    private static void bind(
            Connection connection, PreparedStatement select, Sight sight, Filter filter, @Nullable Mark after)
            throws SQLException {
        SightReading.bind(connection, select, 1, sight);
        select.setBoolean(3, filter.codes().isEmpty());
        select.setArray(4, connection.createArrayOf("text", filter.codes().toArray()));
        select.setString(5, filter.source());
        select.setString(6, filter.source());
        select.setString(7, filter.site());
        select.setString(8, filter.site());
        select.setObject(9, filter.from() == null ? EVER : filter.from().atOffset(ZoneOffset.UTC));
        select.setObject(10, filter.to() == null ? NEVER : filter.to().atOffset(ZoneOffset.UTC));
        String state = filter.state() == null ? null : filter.state().name().toLowerCase(Locale.ROOT);
        select.setString(11, state);
        select.setString(12, state);
        OffsetDateTime last = after == null ? NEVER : after.firstAt().atOffset(ZoneOffset.UTC);
        select.setBoolean(13, after == null);
        select.setObject(14, last);
        select.setObject(15, last);
        select.setString(16, after == null ? "" : after.tenant());
        select.setBytes(17, after == null ? new byte[0] : after.key().bytes());
    }

    @Override
    public List<RefusalEntry> find(Sight sight, Collection<EventKey> keys) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setArray(1, keys(connection, keys));
                SightReading.bind(connection, select, 2, sight);
                return Rows.read(select, row -> RefusalRow.entry(row, true));
            }
        });
    }

    @Override
    public List<Step> steps(Sight sight, EventKey key) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(STEPS)) {
                select.setBytes(1, key.bytes());
                SightReading.bind(connection, select, 2, sight);
                return Rows.read(select, RefusalRow::step);
            }
        });
    }

    @Override
    public long notStorable() {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(HOW_MANY_NOT_STORABLE)) {
                return Rows.read(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    @Override
    public Looked standing(@Nullable Place after, int most, String actor) {
        return scope.asOperator(connection -> {
            List<Place> places = new ArrayList<>();
            List<EventIdentity> events = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(NOT_STORABLE)) {
                select.setString(1, after == null ? "" : after.tenant());
                select.setBytes(2, after == null ? new byte[0] : after.key().bytes());
                select.setString(3, actor);
                select.setInt(4, most);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        places.add(new Place(row.getString(1), EventKey.of(row.getBytes(2))));
                        events.add(new EventIdentity(row.getString(1), row.getString(3), row.getString(4)));
                    }
                }
            }
            Place last = places.size() < most ? null : places.getLast();
            return new Looked(places.isEmpty() ? List.of() : standing(connection, places, events), last);
        });
    }

    /** The refusals, each of the event in the same place, whose event has come or is corrected. */
    private static List<EventKey> standing(Connection connection, List<Place> refusals, List<EventIdentity> events)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STANDING)) {
            new Columns<>(connection, select, 1, events)
                    .texts(EventIdentity::tenant)
                    .bytes(event -> event.key().bytes());
            new Columns<>(connection, select, 3, refusals)
                    .bytes(refusal -> refusal.key().bytes());
            return Rows.read(select, row -> EventKey.of(row.getBytes(1)));
        }
    }

    @Override
    public Set<EventKey> lockOpen(Collection<EventKey> keys) {
        // A lock beside the rows: their own are taken after those of events and slots, as by everybody else.
        try (Connection connection = dataSource.getConnection();
                PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(" + LOCK + ")");
                PreparedStatement select = connection.prepareStatement(OPEN)) {
            lock.execute();
            select.setArray(1, keys(connection, keys));
            return new HashSet<>(Rows.read(select, row -> EventKey.of(row.getBytes(1))));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static java.sql.Array keys(Connection connection, Collection<EventKey> keys) throws SQLException {
        return connection.createArrayOf(
                "bytea", keys.stream().map(EventKey::bytes).toArray(byte[][]::new));
    }

    @Override
    public void note(List<Resolution> resolutions) {
        List<OutgoingMessage> deadLetters = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            lockStocks(connection, resolutions);
            for (Resolution one : resolutions) {
                step(connection, one);
                switch (one.step().action()) {
                    case REPLAYED -> close(connection, one.refusal(), "replayed");
                    case DISCARDED -> close(connection, one.refusal(), "discarded");
                    case REFUSED_AGAIN, CONFLICT -> again(connection, one);
                }
                byte[] repaired = one.step().repaired();
                if (one.refused() != null && repaired != null) {
                    deadLetters.add(new DeadLetter(
                                    one.refusal().tenant(),
                                    one.refusal().key(),
                                    one.refused(),
                                    one.step().attempt())
                            .repaired(repaired));
                }
            }
            outbox.event(connection, deadLetters);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /**
     * Of all tenants concerned, before any refusal of theirs and in the order of {@link RefusalRoom}: who keeps refusals of the
     * same tenants meanwhile would otherwise wait for one of them and be waited for at another.
     */
    private static void lockStocks(Connection connection, List<Resolution> resolutions) throws SQLException {
        Set<String> tenants = new TreeSet<>();
        resolutions.forEach(one -> tenants.add(one.refusal().tenant()));
        try (PreparedStatement lock = connection.prepareStatement(LOCK_STOCK)) {
            for (String tenant : tenants) {
                lock.setString(1, tenant);
                lock.execute();
            }
        }
    }

    private static void step(Connection connection, Resolution one) throws SQLException {
        Step step = one.step();
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setString(1, one.refusal().tenant());
            note.setBytes(2, one.refusal().key().bytes());
            note.setObject(3, step.at().atOffset(ZoneOffset.UTC));
            note.setString(4, step.actor());
            note.setString(5, WireName.of(step.action()));
            note.setLong(6, step.attempt());
            note.setString(7, step.why() == null ? null : step.why().code());
            note.setString(8, step.why() == null ? null : step.why().detail());
            note.setString(9, step.reason());
            note.setString(10, step.event() == null ? null : step.event().tenant());
            note.setString(11, step.event() == null ? null : step.event().source());
            note.setString(12, step.event() == null ? null : step.event().id());
            note.setBytes(13, step.repaired());
            note.executeUpdate();
        }
    }

    private static void close(Connection connection, RefusalEntry refusal, String state) throws SQLException {
        try (PreparedStatement stock = connection.prepareStatement(CLOSE);
                PreparedStatement closed = connection.prepareStatement(CLOSED)) {
            stock.setString(1, refusal.tenant());
            stock.setBytes(2, refusal.key().bytes());
            stock.setString(3, refusal.tenant());
            stock.executeUpdate();
            closed.setString(1, state);
            closed.setString(2, refusal.tenant());
            closed.setBytes(3, refusal.key().bytes());
            closed.executeUpdate();
        }
    }

    private static void again(Connection connection, Resolution one) throws SQLException {
        // A repaired event that fails says nothing new of the original, whose reason stays.
        boolean isOriginal = one.step().repaired() == null && one.refused() != null;
        var refused = isOriginal ? Objects.requireNonNull(one.refused()) : null;
        try (PreparedStatement again = connection.prepareStatement(AGAIN)) {
            again.setObject(1, one.step().at().atOffset(ZoneOffset.UTC));
            again.setString(2, refused == null ? null : refused.code().code());
            again.setString(3, refused == null ? null : refused.field());
            again.setString(4, refused == null ? null : refused.rule());
            again.setString(5, refused == null ? null : refused.value());
            again.setString(6, refused == null ? null : refused.rule());
            again.setString(7, one.refusal().tenant());
            again.setBytes(8, one.refusal().key().bytes());
            again.executeUpdate();
        }
    }
}

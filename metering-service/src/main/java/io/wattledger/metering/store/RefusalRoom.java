package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.ops.MeteringConfig;
import io.wattledger.metering.ops.MeteringMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps refused events as long as there is room. A tenant may have so many open refusals and bytes of them; beyond, an
 * event goes to the dead-letter topic only, so that a flood neither stops the reading nor fills the database.
 */
@ApplicationScoped
class RefusalRoom {

    /** Bytes of values sent to the database in one statement. */
    private static final long CHUNK_BYTES = 8L * 1024 * 1024;

    /** Whoever keeps refusals of a tenant holds its row to the end of the transaction, so that the sums are right. */
    private static final String STOCK = """
            INSERT INTO refusal_stock AS stock (tenant_id, open_records, open_bytes) VALUES (?, 0, 0)
            ON CONFLICT (tenant_id) DO UPDATE SET open_records = stock.open_records
            RETURNING open_records, open_bytes
            """;

    private static final String STOCKED = """
            UPDATE refusal_stock SET open_records = open_records + ?, open_bytes = open_bytes + ? WHERE tenant_id = ?
            """;

    /**
     * Whoever closed a refusal for another reason has not decided on an event that keeps every rule by now: it is opened once more. Nobody
     * else closes or opens any of the tenant meanwhile, so what was read before holds.
     */
    private static final String AGAIN = """
            UPDATE refusal SET attempts = refusal.attempts + times, last_refused_at = ?, code = given.code, field = given.field,
                value = given.value, rule = given.rule,
                state = CASE WHEN given.code = 'not-storable' AND before.code <> given.code THEN 'open' ELSE refusal.state END
            FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS given (tenant_id, refusal_key, times, code, field, value, rule)
            JOIN refusal AS before USING (tenant_id, refusal_key)
            WHERE refusal.tenant_id = given.tenant_id AND refusal.refusal_key = given.refusal_key
            RETURNING refusal.refusal_key, before.state <> refusal.state
            """;

    private static final String KEEP = """
            INSERT INTO refusal (tenant_id, refusal_key, attempts, first_refused_at, last_refused_at, code, field, value,
                rule, source, event_id, event_type, site, door, structured, topic, partition_id, record_offset,
                written_at, record_key, record_value, value_length, headers)
            SELECT tenant_id, refusal_key, times, ?, ?, code, field, value, rule, source, event_id, event_type, site, door,
                structured = 1, topic, partition_id, record_offset,
                timestamptz 'epoch' + written_milli * interval '1 millisecond', record_key, record_value, value_length,
                headers::jsonb
            FROM unnest(?::text[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bytea[], ?::bytea[], ?::bigint[], ?::text[])
                AS given (tenant_id, refusal_key, times, code, field, value, rule, source, event_id, event_type, site,
                    door, structured, topic, partition_id, record_offset, written_milli, record_key, record_value,
                    value_length, headers)
            """;

    private final Outbox outbox;
    private final MeteringConfig config;
    private final MeteringMetrics metrics;

    RefusalRoom(Outbox outbox, MeteringConfig config, MeteringMetrics metrics) {
        this.outbox = outbox;
        this.config = config;
        this.metrics = metrics;
    }

    /**
     * Keeps events in the caller's transaction.
     *
     * @param events each once, in the order of {@link RefusedEvent#BY_KEY}
     */
    void keep(Connection connection, List<RefusedEvent> events, Instant receivedAt) throws SQLException {
        Map<String, Stock> stocks = new TreeMap<>();
        for (RefusedEvent event : events) {
            if (!stocks.containsKey(event.tenant())) {
                stocks.put(event.tenant(), stock(connection, event.tenant()));
            }
        }
        Map<EventKey, Boolean> known = again(connection, events, receivedAt);
        List<RefusedEvent> kept = new ArrayList<>();
        List<OutgoingMessage> letters = new ArrayList<>();
        long bytes = 0;
        for (RefusedEvent event : events) {
            Stock stock = stocks.get(event.tenant());
            Boolean isReopened = known.get(event.key());
            if (isReopened != null) {
                if (isReopened && stock != null) {
                    stock.add(event);
                }
                continue;
            }
            letters.add(event.deadLetter().of(event.origin()));
            if (stock != null && stock.takes(event, config.refusals())) {
                kept.add(event);
            } else {
                metrics.count(MeteringMetrics.Name.REFUSALS_UNLISTED, event.times());
            }
            bytes += event.bytes();
            if (bytes > CHUNK_BYTES) {
                store(connection, kept, letters, receivedAt);
                bytes = 0;
            }
        }
        store(connection, kept, letters, receivedAt);
        stocked(connection, stocks);
    }

    private void store(
            Connection connection, List<RefusedEvent> kept, List<OutgoingMessage> letters, Instant receivedAt)
            throws SQLException {
        if (!kept.isEmpty()) {
            insert(connection, kept, receivedAt);
        }
        outbox.event(connection, letters);
        kept.clear();
        letters.clear();
    }

    /** The refusals that are known, and whether each was closed and is open again. */
    private static Map<EventKey, Boolean> again(Connection connection, List<RefusedEvent> events, Instant receivedAt)
            throws SQLException {
        try (PreparedStatement again = connection.prepareStatement(AGAIN)) {
            again.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, again, 2, events)
                    .texts(RefusedEvent::tenant)
                    .bytes(event -> event.key().bytes())
                    .numbers(RefusedEvent::times)
                    .texts(event -> event.refused().code().code())
                    .texts(event -> event.refused().field())
                    .texts(event -> event.refused().value())
                    .texts(event -> event.refused().rule());
            Map<EventKey, Boolean> known = new HashMap<>();
            try (ResultSet row = again.executeQuery()) {
                while (row.next()) {
                    known.put(EventKey.of(row.getBytes(1)), row.getBoolean(2));
                }
            }
            return known;
        }
    }

    private static void insert(Connection connection, List<RefusedEvent> events, Instant receivedAt)
            throws SQLException {
        try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
            keep.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            keep.setObject(2, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, keep, 3, events)
                    .texts(RefusedEvent::tenant)
                    .bytes(event -> event.key().bytes())
                    .numbers(RefusedEvent::times)
                    .texts(event -> event.refused().code().code())
                    .texts(event -> event.refused().field())
                    .texts(event -> event.refused().value())
                    .texts(event -> event.refused().rule())
                    .texts(RefusedEvent::source)
                    .texts(RefusedEvent::id)
                    .texts(RefusedEvent::type)
                    .texts(RefusedEvent::site)
                    .texts(RefusedEvent::door)
                    .numbers(event -> event.origin().isStructured() ? 1 : 0)
                    .texts(RefusedEvent::topic)
                    .numbersOrNull(RefusedEvent::partition)
                    .numbersOrNull(RefusedEvent::offset)
                    .numbersOrNull(RefusedEvent::writtenMilli)
                    .bytes(RefusedEvent::recordKey)
                    .bytes(RefusedEvent::value)
                    .numbers(RefusedEvent::valueLength)
                    .texts(RefusedEvent::headers);
            keep.executeUpdate();
        }
    }

    private static Stock stock(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STOCK)) {
            select.setString(1, tenant);
            return Rows.read(select, row -> new Stock(row.getLong(1), row.getLong(2)))
                    .getFirst();
        }
    }

    private static void stocked(Connection connection, Map<String, Stock> stocks) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(STOCKED)) {
            for (Map.Entry<String, Stock> one : stocks.entrySet()) {
                update.setLong(1, one.getValue().addedRecords);
                update.setLong(2, one.getValue().addedBytes);
                update.setString(3, one.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** What a tenant has open, and what this batch adds. */
    private static final class Stock {
        private final long records;
        private final long bytes;
        private long addedRecords;
        private long addedBytes;

        Stock(long records, long bytes) {
            this.records = records;
            this.bytes = bytes;
        }

        /** Whether there is room for the event, which it then takes. */
        boolean takes(RefusedEvent event, MeteringConfig.Refusals bound) {
            boolean isRoom = records + addedRecords < bound.mostOpen()
                    && bytes + addedBytes + event.bytes() <= bound.mostOpenBytes();
            if (isRoom) {
                add(event);
            }
            return isRoom;
        }

        void add(RefusedEvent event) {
            addedRecords++;
            addedBytes += event.bytes();
        }
    }
}

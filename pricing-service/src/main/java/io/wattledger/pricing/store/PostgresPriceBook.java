package io.wattledger.pricing.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.DocumentOrder;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.PriceBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps price documents in PostgreSQL; tens of thousands of values go in with two statements. */
@ApplicationScoped
public class PostgresPriceBook implements PriceBook {

    private static final String KNOWN_DOCUMENT = "SELECT document_id FROM price_document"
            + " WHERE index_kind = ? AND index_id = ? AND sha256 = ? AND reading = ?";

    private static final String INSERT_CONTENT =
            "INSERT INTO document_content (sha256, bytes) VALUES (?, ?) ON CONFLICT (sha256) DO NOTHING";

    private static final String INSERT_DOCUMENT =
            "INSERT INTO price_document (index_kind, index_id, sha256, reading, file_name, created_at, revision_number,"
                    + " received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING document_id";

    /** Appends what is new, or differs from a value that does not outrank it; a final one outranks a preliminary one. */
    private static final String APPEND = """
        INSERT INTO quotation (index_kind, index_id, starts_at, revision, value, preliminary, unit, document_id,
            received_at)
        SELECT ?, ?, i.starts_at, coalesce(c.revision, 0) + 1, i.value, i.preliminary, ?, ?, ?
        FROM unnest(?::timestamptz[], ?::numeric[], ?::boolean[]) AS i (starts_at, value, preliminary)
        LEFT JOIN current_quotation c ON c.index_kind = ? AND c.index_id = ? AND c.starts_at = i.starts_at
        WHERE c.starts_at IS NULL
            OR ((c.value <> i.value OR c.preliminary <> i.preliminary)
                AND (NOT c.preliminary, c.order_created, c.order_revision)
                    <= (NOT i.preliminary, ?::timestamptz, ?::int))
        RETURNING starts_at, revision
        """;

    private static final String MAKE_CURRENT = """
        INSERT INTO current_quotation AS c (index_kind, index_id, starts_at, revision, value, preliminary, unit,
            document_id, order_created, order_revision)
        SELECT ?, ?, i.starts_at, 1, i.value, i.preliminary, ?, ?, ?, ?
        FROM unnest(?::timestamptz[], ?::numeric[], ?::boolean[]) AS i (starts_at, value, preliminary)
        ON CONFLICT (index_kind, index_id, starts_at) DO UPDATE
        SET (revision, document_id, value, preliminary) = (
                SELECT c.revision + 1, excluded.document_id, excluded.value, excluded.preliminary
                WHERE c.value <> excluded.value OR c.preliminary <> excluded.preliminary
                UNION ALL SELECT c.revision, c.document_id, c.value, c.preliminary
                WHERE c.value = excluded.value AND c.preliminary = excluded.preliminary),
            order_created = excluded.order_created, order_revision = excluded.order_revision
        WHERE (NOT c.preliminary, c.order_created, c.order_revision)
            <= (NOT excluded.preliminary, excluded.order_created, excluded.order_revision)
        """;

    private static final String CURRENT = """
        SELECT c.starts_at, c.value, c.preliminary, c.unit, d.sha256
        FROM current_quotation c JOIN price_document d USING (document_id)
        WHERE c.index_kind = ? AND c.index_id = ? AND c.starts_at >= ? AND c.starts_at < ?
        """;

    private static final String KNOWN_AT = """
        SELECT DISTINCT ON (q.starts_at) q.starts_at, q.value, q.preliminary, q.unit, q.revision, d.sha256,
            q.received_at
        FROM quotation q JOIN price_document d USING (document_id)
        WHERE q.index_kind = ? AND q.index_id = ? AND q.starts_at >= ? AND q.starts_at < ? AND q.received_at <= ?
        ORDER BY q.starts_at, q.revision DESC
        """;

    @Override
    public Effect accept(Connection connection, Statement statement, boolean again) throws SQLException {
        Index index = statement.index();
        lock(connection, index);
        ReceivedFile file = statement.file();
        Long known = known(connection, statement);
        if (known != null && !again) {
            return Effect.NONE;
        }
        long document = known == null ? insertDocument(connection, statement) : known;
        DocumentOrder order = DocumentOrder.of(file.createdAt(), file.revisionNumber(), file.receivedAt());
        Effect effect = append(connection, statement, document, order);
        if (known != null && effect.changedSpan() == null) {
            return Effect.NONE;
        }
        makeCurrent(connection, statement, document, order);
        return effect;
    }

    /** Documents about one index take effect one after the other. */
    private static void lock(Connection connection, Index index) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            lock.setString(1, kind(index.kind()) + ":" + index.id());
            lock.execute();
        }
    }

    /** The id of the document that stated the same before, with the same bytes and read in the same way. */
    private static @Nullable Long known(Connection connection, Statement statement) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KNOWN_DOCUMENT)) {
            select.setString(1, kind(statement.index().kind()));
            select.setString(2, statement.index().id());
            select.setString(3, statement.file().sha256());
            select.setString(4, statement.reading());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }

    private static long insertDocument(Connection connection, Statement statement) throws SQLException {
        ReceivedFile file = statement.file();
        try (PreparedStatement content = connection.prepareStatement(INSERT_CONTENT);
                PreparedStatement insert = connection.prepareStatement(INSERT_DOCUMENT)) {
            content.setString(1, file.sha256());
            content.setBytes(2, file.bytes());
            content.executeUpdate();
            insert.setString(1, kind(statement.index().kind()));
            insert.setString(2, statement.index().id());
            insert.setString(3, file.sha256());
            insert.setString(4, statement.reading());
            insert.setString(5, file.name());
            insert.setObject(6, file.createdAt() == null ? null : Columns.parameter(file.createdAt()));
            insert.setObject(7, file.revisionNumber());
            insert.setObject(8, Columns.parameter(file.receivedAt()));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Effect append(Connection connection, Statement statement, long document, DocumentOrder order)
            throws SQLException {
        Index index = statement.index();
        int added = 0;
        int changed = 0;
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        try (PreparedStatement append = connection.prepareStatement(APPEND)) {
            append.setString(1, kind(index.kind()));
            append.setString(2, index.id());
            append.setString(3, index.unit());
            append.setLong(4, document);
            append.setObject(5, Columns.parameter(statement.file().receivedAt()));
            append.setArray(6, Columns.instants(connection, statement.values().keySet(), start -> start));
            append.setArray(7, Columns.numbers(connection, statement.values().values(), Value::value));
            append.setArray(8, preliminary(connection, statement));
            append.setString(9, kind(index.kind()));
            append.setString(10, index.id());
            append.setObject(11, Columns.parameter(order.created()));
            append.setInt(12, order.revisionNumber());
            try (ResultSet row = append.executeQuery()) {
                while (row.next()) {
                    Instant start = Rows.instant(row, "starts_at");
                    first = start.isBefore(first) ? start : first;
                    last = start.isAfter(last) ? start : last;
                    if (row.getInt("revision") == 1) {
                        added++;
                    } else {
                        changed++;
                    }
                }
            }
        }
        Interval span = added + changed == 0 ? null : new Interval(first, last.plusNanos(1000));
        return new Effect(false, added, changed, span);
    }

    private static void makeCurrent(Connection connection, Statement statement, long document, DocumentOrder order)
            throws SQLException {
        Index index = statement.index();
        try (PreparedStatement upsert = connection.prepareStatement(MAKE_CURRENT)) {
            upsert.setString(1, kind(index.kind()));
            upsert.setString(2, index.id());
            upsert.setString(3, index.unit());
            upsert.setLong(4, document);
            upsert.setObject(5, Columns.parameter(order.created()));
            upsert.setInt(6, order.revisionNumber());
            upsert.setArray(7, Columns.instants(connection, statement.values().keySet(), start -> start));
            upsert.setArray(8, Columns.numbers(connection, statement.values().values(), Value::value));
            upsert.setArray(9, preliminary(connection, statement));
            upsert.executeUpdate();
        }
    }

    private static Array preliminary(Connection connection, Statement statement) throws SQLException {
        return Columns.booleans(
                connection, statement.values().values(), value -> value.state() == ValueState.PRELIMINARY);
    }

    private static ValueState state(ResultSet row) throws SQLException {
        return row.getBoolean("preliminary") ? ValueState.PRELIMINARY : ValueState.FINAL;
    }

    @Override
    public KnownPrices prices(Connection connection, PriceSeries series, Interval window) throws SQLException {
        Map<Instant, StatedPrice> byStart = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CURRENT)) {
            setWindow(select, IndexKind.PRICE, series.id(), window);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    EnergyUnit unit =
                            EnergyUnit.ofSymbol(Columns.text(row, "unit")).orElseThrow();
                    byStart.put(
                            Rows.instant(row, "starts_at"),
                            new StatedPrice(
                                    EnergyPrice.of(row.getBigDecimal("value"), unit),
                                    Columns.text(row, "sha256"),
                                    state(row)));
                }
            }
        }
        return new KnownPrices(series, byStart);
    }

    @Override
    public KnownFactors factors(Connection connection, CarbonSeries series, Interval window) throws SQLException {
        Map<Instant, StatedFactor> byStart = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(CURRENT)) {
            setWindow(select, IndexKind.CARBON, series.id(), window);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byStart.put(
                            Rows.instant(row, "starts_at"),
                            new StatedFactor(row.getBigDecimal("value"), Columns.text(row, "sha256"), state(row)));
                }
            }
        }
        return new KnownFactors(series, byStart);
    }

    @Override
    public KnownRates rates(Connection connection, ExchangeRate rate, Interval window) throws SQLException {
        TreeMap<LocalDate, StatedRate> byDay = new TreeMap<>();
        Interval wider = KnownRates.needed(rate, window);
        try (PreparedStatement select = connection.prepareStatement(CURRENT)) {
            setWindow(select, IndexKind.RATE, rate.id(), wider);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LocalDate day = Rows.instant(row, "starts_at")
                            .atZone(ZoneOffset.UTC)
                            .toLocalDate();
                    BigDecimal value = row.getBigDecimal("value");
                    byDay.put(day, new StatedRate(day, value, Columns.text(row, "sha256")));
                }
            }
        }
        return new KnownRates(rate, byDay);
    }

    @Override
    public List<Known> knownAt(Connection connection, Index index, Interval window, Instant knownAt)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KNOWN_AT)) {
            setWindow(select, index.kind(), index.id(), window);
            select.setObject(5, Columns.parameter(knownAt));
            return Rows.read(
                    select,
                    row -> new Known(
                            Rows.instant(row, "starts_at"),
                            row.getBigDecimal("value"),
                            Columns.text(row, "unit"),
                            row.getInt("revision"),
                            Columns.text(row, "sha256"),
                            Rows.instant(row, "received_at"),
                            state(row)));
        }
    }

    private static void setWindow(PreparedStatement select, IndexKind kind, String id, Interval window)
            throws SQLException {
        select.setString(1, kind(kind));
        select.setString(2, id);
        select.setObject(3, Columns.parameter(window.start()));
        select.setObject(4, Columns.parameter(window.end()));
    }

    @Override
    public Optional<byte[]> content(Connection connection, String sha256) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT bytes FROM document_content WHERE sha256 = ?")) {
            select.setString(1, sha256);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes("bytes")) : Optional.empty();
            }
        }
    }

    @Override
    public boolean hasDocuments(Connection connection, IndexKind kind, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT 1 FROM price_document WHERE index_kind = ? AND index_id = ? LIMIT 1")) {
            select.setString(1, kind(kind));
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public @Nullable Instant nextStart(Connection connection, IndexKind kind, String id, Instant instant)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT min(starts_at) FROM current_quotation"
                + " WHERE index_kind = ? AND index_id = ? AND starts_at > ?")) {
            select.setString(1, kind(kind));
            select.setString(2, id);
            select.setObject(3, Columns.parameter(instant));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                OffsetDateTime next = row.getObject(1, OffsetDateTime.class);
                return next == null ? null : next.toInstant();
            }
        }
    }

    private static String kind(IndexKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}

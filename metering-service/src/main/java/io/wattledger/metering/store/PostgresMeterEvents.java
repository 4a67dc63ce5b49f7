package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.flow.MeterEvents;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterQuery;
import io.wattledger.metering.meter.Windows;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Generic events in PostgreSQL, with their data as jsonb, in which numbers are exact. */
@ApplicationScoped
public class PostgresMeterEvents implements MeterEvents {

    private static final String KEEP = """
            INSERT INTO meter_event (tenant_id, event_key, event_type, source, event_id, subject, occurred_at, received_at,
                data)
            SELECT given.tenant_id, given.event_key, given.event_type, given.source, given.event_id, given.subject,
                given.occurred_at, ?, given.data::jsonb
            FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[])
                AS given (tenant_id, event_key, event_type, source, event_id, subject, occurred_at, data)
            ON CONFLICT (tenant_id, event_key) DO UPDATE SET is_counted = true
            """;
    private static final String STRIKE = """
            UPDATE meter_event SET is_counted = false
            FROM unnest(?::text[], ?::bytea[]) AS given (tenant_id, event_key)
            WHERE meter_event.tenant_id = given.tenant_id AND meter_event.event_key = given.event_key
            """;
    private static final String LIST = """
            SELECT event.source, event.event_id, event.event_type, event.subject, event.occurred_at, event.received_at,
                event.data::text, event.is_counted, reading.meters, reading.unread
            FROM (SELECT * FROM meter_event WHERE %s ORDER BY occurred_at DESC, event_key LIMIT ?) AS event
            CROSS JOIN LATERAL (
                SELECT count(*) AS meters,
                    string_agg(slug || ' at ' || value_path, ', ' ORDER BY slug) FILTER (WHERE NOT is_read) AS unread
                FROM (
                    SELECT slug, value_path, CASE aggregation
                        WHEN 'COUNT' THEN true
                        WHEN 'UNIQUE_COUNT'
                            THEN meter_text(jsonb_path_query_first(event.data, value_place, '{}', true)) IS NOT NULL
                        ELSE meter_number(jsonb_path_query_first(event.data, value_place, '{}', true)) IS NOT NULL
                    END AS is_read
                    FROM meter
                    WHERE meter.tenant_id = event.tenant_id AND meter.event_type = event.event_type
                        AND deleted_at IS NULL AND (event_from IS NULL OR event_from <= event.occurred_at)) AS meter)
                AS reading
            ORDER BY event.occurred_at DESC, event.event_key
            """;

    private static final int WITHOUT_GROUPS = 1_000;

    private final DataSource dataSource;

    PostgresMeterEvents(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void keep(Collection<MeterEvent> events, Instant receivedAt) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement keep = connection.prepareStatement(KEEP)) {
            keep.setObject(1, receivedAt.atOffset(ZoneOffset.UTC));
            new Columns<>(connection, keep, 2, byIndex(events))
                    .texts(event -> event.identity().tenant())
                    .bytes(event -> event.identity().key().bytes())
                    .texts(MeterEvent::type)
                    .texts(event -> event.identity().source())
                    .texts(event -> event.identity().id())
                    .texts(MeterEvent::subject)
                    .instants(event -> Micros.downTo(event.countsAt(receivedAt)))
                    .texts(MeterEvent::json);
            keep.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void strike(Collection<MeterEvent> events) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement strike = connection.prepareStatement(STRIKE)) {
            new Columns<>(connection, strike, 1, byIndex(events))
                    .texts(event -> event.identity().tenant())
                    .bytes(event -> event.identity().key().bytes());
            strike.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    /** One order for every writer, so that two of them never wait for each other. */
    private static List<MeterEvent> byIndex(Collection<MeterEvent> events) {
        return events.stream()
                .sorted(Comparator.comparing(
                                (MeterEvent event) -> event.identity().tenant())
                        .thenComparing(event -> event.identity().key()))
                .toList();
    }

    @Override
    public Optional<Extent> extent(Meter meter, MeterQuery query) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = MeterSql.extent(meter, query).prepare(connection);
                ResultSet row = inPieces(select, 1)) {
            row.next();
            OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
            OffsetDateTime last = row.getObject(2, OffsetDateTime.class);
            return first == null || last == null
                    ? Optional.empty()
                    : Optional.of(new Extent(first.toInstant(), last.toInstant()));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public Cut<Figure> figures(Meter meter, MeterQuery query, Windows windows, int most) {
        int groups = query.groupBy().size();
        List<Figure> figures = new ArrayList<>();
        long letters = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        MeterSql.figures(meter, query, windows, most).prepare(connection);
                ResultSet row = inPieces(select, groups == 0 ? WITHOUT_GROUPS : PageBytes.ROWS_PER_FETCH)) {
            while (row.next()) {
                if (figures.size() == most || letters > PageBytes.MOST) {
                    return new Cut<>(figures, true);
                }
                List<@Nullable String> values = new ArrayList<>(groups);
                for (int i = 0; i < groups; i++) {
                    String value = row.getString(2 + i);
                    letters += value == null ? 0 : value.length();
                    values.add(value);
                }
                figures.add(new Figure(
                        row.getInt(1),
                        values,
                        row.getLong(2 + groups),
                        row.getLong(3 + groups),
                        row.getBigDecimal(4 + groups)));
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return new Cut<>(figures, false);
    }

    /**
     * So that the driver does not hold all that is found before it is known how much that is, and the database does not go on for whom
     * nobody waits.
     */
    private static ResultSet inPieces(PreparedStatement select, int rows) throws SQLException {
        try (Statement limit = select.getConnection().createStatement()) {
            limit.execute("SET LOCAL statement_timeout = '60s'");
        }
        select.setFetchSize(rows);
        return select.executeQuery();
    }

    @Override
    public Cut<IngestedEvent> list(String tenant, EventFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("tenant_id = ?"));
        List<Object> values = new ArrayList<>(List.of(tenant));
        period(conditions, values, "occurred_at", filter.happened());
        period(conditions, values, "received_at", filter.received());
        contains(conditions, values, "event_id", filter.id());
        contains(conditions, values, "subject", filter.subject());
        values.add(filter.limit());
        List<IngestedEvent> events = new ArrayList<>();
        long letters = 0;
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(LIST.formatted(String.join(" AND ", conditions)))) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = inPieces(select, PageBytes.ROWS_PER_FETCH)) {
                while (row.next()) {
                    if (letters > PageBytes.MOST) {
                        return new Cut<>(events, true);
                    }
                    IngestedEvent event = ingested(row);
                    letters += event.data() == null ? 0 : event.data().length();
                    events.add(event);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return new Cut<>(events, false);
    }

    private static void period(List<String> conditions, List<Object> values, String column, Period period) {
        if (period.from() != null) {
            conditions.add(column + " >= ?");
            values.add(Micros.upTo(period.from()).atOffset(ZoneOffset.UTC));
        }
        if (period.to() != null) {
            conditions.add(column + " < ?");
            values.add(Micros.upTo(period.to()).atOffset(ZoneOffset.UTC));
        }
    }

    private static void contains(List<String> conditions, List<Object> values, String column, @Nullable String part) {
        if (part != null) {
            conditions.add("strpos(" + column + ", ?) > 0");
            values.add(part);
        }
    }

    private static IngestedEvent ingested(ResultSet row) throws SQLException {
        String data = row.getString(7);
        return new IngestedEvent(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Rows.instant(row, 5),
                Rows.instant(row, 6),
                data.equals("null") ? null : data,
                new Reading(row.getBoolean(8), row.getLong(9), row.getString(10)));
    }
}

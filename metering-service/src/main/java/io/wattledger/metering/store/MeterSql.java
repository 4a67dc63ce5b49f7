package io.wattledger.metering.store;

import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.DataPath;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterDefinition;
import io.wattledger.metering.meter.MeterQuery;
import io.wattledger.metering.meter.MeterRules;
import io.wattledger.metering.meter.Windows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the question to a meter as SQL. Only words of this class are in its text; whatever comes from outside is bound.
 * The inner query finds the values in the data once for each event; without {@code OFFSET 0} PostgreSQL would find them
 * anew wherever they are named.
 */
final class MeterSql {

    private final StringBuilder text = new StringBuilder();
    private final List<Binding> bindings = new ArrayList<>();

    private MeterSql() {}

    /** Binds one parameter. */
    @FunctionalInterface
    private interface Binding {
        void bind(Connection connection, PreparedStatement statement, int at) throws SQLException;
    }

    /** The first and the last instant of the events in question, looking at what the index knows. */
    static MeterSql extent(Meter meter, MeterQuery query) {
        MeterSql sql = new MeterSql();
        sql.text.append("SELECT min(occurred_at), max(occurred_at)");
        sql.from(meter, query);
        return sql;
    }

    /** Per window and group: how many events, how many of them count, and what they come to. */
    static MeterSql figures(Meter meter, MeterQuery query, Windows windows, int most) {
        MeterSql sql = new MeterSql();
        MeterDefinition definition = meter.definition();
        Set<String> places = new LinkedHashSet<>(query.groupBy());
        places.addAll(query.filters().keySet());
        List<String> names = List.copyOf(places);
        List<String> grouped = query.groupBy().stream()
                .map(group -> "group_" + names.indexOf(group))
                .toList();
        String keys = grouped.stream().map(group -> ", " + group).collect(Collectors.joining());
        sql.text.append("SELECT window_number").append(keys).append(figure(definition.aggregation()));
        sql.text.append("\nFROM (SELECT found.*, meter_number(value) AS number, meter_text(value) AS said\nFROM (");
        sql.found(definition, names, windows);
        sql.from(meter, query);
        sql.and("occurred_at >= ?", windows.span().start());
        sql.and("occurred_at < ?", windows.span().end());
        sql.text.append("\nOFFSET 0) AS found\nWHERE true");
        query.filters().forEach((group, values) -> sql.and("group_" + names.indexOf(group) + " = ANY (?)", values));
        sql.text.append("\nOFFSET 0) AS read\nGROUP BY window_number").append(keys);
        sql.text.append("\nORDER BY window_number").append(keys).append("\nLIMIT ?");
        sql.bindings.add((connection, statement, at) -> statement.setInt(at, most + 1));
        return sql;
    }

    private void found(MeterDefinition definition, List<String> groups, Windows windows) {
        text.append("SELECT width_bucket(occurred_at, ?) - 1 AS window_number, occurred_at, event_id, source");
        String[] starts = windows.windows().stream()
                .map(window -> Micros.upTo(window.start()).toString())
                .toArray(String[]::new);
        bindings.add(
                (connection, statement, at) -> statement.setArray(at, connection.createArrayOf("timestamptz", starts)));
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).equals(MeterRules.SUBJECT)) {
                text.append(",\n subject");
            } else {
                text.append(",\n meter_text(jsonb_path_query_first(data, ?::jsonpath, '{}', true)) COLLATE \"C\"");
                path(Objects.requireNonNull(definition.groupBy().get(groups.get(i)), "the question was checked"));
            }
            text.append(" AS group_").append(i);
        }
        DataPath value = definition.value();
        if (value == null) {
            text.append(",\n NULL::jsonb AS value");
        } else {
            text.append(",\n jsonb_path_query_first(data, ?::jsonpath, '{}', true) AS value");
            path(value);
        }
    }

    private void path(DataPath path) {
        bindings.add((connection, statement, at) -> statement.setString(at, path.sqlJsonPath()));
    }

    private void from(Meter meter, MeterQuery query) {
        text.append("\nFROM meter_event\nWHERE is_counted");
        and("tenant_id = ?", meter.tenant());
        and("event_type = ?", meter.definition().eventType());
        for (Instant from : new Instant[] {meter.definition().eventFrom(), query.from()}) {
            if (from != null) {
                and("occurred_at >= ?", from);
            }
        }
        if (query.to() != null) {
            and("occurred_at < ?", query.to());
        }
        if (!query.subjects().isEmpty()) {
            and("subject = ANY (?)", query.subjects());
        }
    }

    private void and(String condition, Instant instant) {
        text.append("\n AND ").append(condition);
        bindings.add((connection, statement, at) ->
                statement.setObject(at, Micros.upTo(instant).atOffset(ZoneOffset.UTC)));
    }

    private void and(String condition, String value) {
        text.append("\n AND ").append(condition);
        bindings.add((connection, statement, at) -> statement.setString(at, value));
    }

    private void and(String condition, Set<String> values) {
        text.append("\n AND ").append(condition);
        bindings.add((connection, statement, at) ->
                statement.setArray(at, connection.createArrayOf("text", values.toArray())));
    }

    private static String figure(Aggregation aggregation) {
        return ",\n count(*), "
                + switch (aggregation) {
                    case COUNT -> "count(*), count(*)::numeric";
                    case UNIQUE_COUNT -> "count(said), count(DISTINCT said)::numeric";
                    case SUM, AVG -> "count(number), sum(number)";
                    case MIN -> "count(number), min(number)";
                    case MAX -> "count(number), max(number)";
                    case LATEST ->
                        "count(number), (latest_number(ROW(occurred_at, event_id, source, number)::meter_latest)"
                                + " FILTER (WHERE number IS NOT NULL)).number";
                };
    }

    /** The statement, ready to be executed. */
    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text.toString());
        try {
            for (int i = 0; i < bindings.size(); i++) {
                bindings.get(i).bind(connection, statement, i + 1);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}

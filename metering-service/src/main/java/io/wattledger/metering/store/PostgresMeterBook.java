package io.wattledger.metering.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.WireJson;
import io.wattledger.metering.flow.MeterBook;
import io.wattledger.metering.meter.Aggregation;
import io.wattledger.metering.meter.Checked;
import io.wattledger.metering.meter.DataPath;
import io.wattledger.metering.meter.Meter;
import io.wattledger.metering.meter.MeterDefinition;
import io.wattledger.metering.meter.MeterLabels;
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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Meters in PostgreSQL: a few rows per tenant, read with every question, so that every copy of the service knows them. */
@ApplicationScoped
public class PostgresMeterBook implements MeterBook {

    private static final String ENTER = """
            INSERT INTO meter (tenant_id, meter_id, slug, name, description, metadata, aggregation, event_type, event_from,
                value_path, value_place, group_by, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?::jsonpath, ?::jsonb, ?, ?)
            ON CONFLICT (tenant_id, slug) WHERE deleted_at IS NULL DO NOTHING
            """;
    private static final String CHANGE = """
            UPDATE meter SET name = ?, description = ?, metadata = ?::jsonb, group_by = ?::jsonb, updated_at = ?,
                deleted_at = ?
            WHERE tenant_id = ? AND meter_id = ? AND deleted_at IS NULL
            """;
    private static final String SELECT = """
            SELECT tenant_id, meter_id, slug, name, description, metadata::text, aggregation, event_type, event_from,
                value_path, group_by::text, created_at, updated_at, deleted_at
            FROM meter
            WHERE tenant_id = ?
            """;
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final ObjectMapper JSON = WireJson.newMapper();

    private final DataSource dataSource;

    PostgresMeterBook(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean enter(Meter meter) {
        MeterDefinition definition = meter.definition();
        DataPath value = definition.value();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement enter = connection.prepareStatement(ENTER)) {
            enter.setString(1, meter.tenant());
            enter.setString(2, meter.id());
            enter.setString(3, definition.slug());
            enter.setString(4, definition.labels().name());
            enter.setString(5, definition.labels().description());
            enter.setString(6, json(definition.labels().metadata()));
            enter.setString(7, definition.aggregation().name());
            enter.setString(8, definition.eventType());
            enter.setObject(9, time(definition.eventFrom()));
            enter.setString(10, value == null ? null : value.text());
            enter.setString(11, value == null ? null : value.sqlJsonPath());
            enter.setString(12, json(paths(definition)));
            enter.setObject(13, time(meter.createdAt()));
            enter.setObject(14, time(meter.updatedAt()));
            return enter.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public void change(Meter meter) {
        MeterLabels labels = meter.definition().labels();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setString(1, labels.name());
            change.setString(2, labels.description());
            change.setString(3, json(labels.metadata()));
            change.setString(4, json(paths(meter.definition())));
            change.setObject(5, time(meter.updatedAt()));
            change.setObject(6, time(meter.deletedAt()));
            change.setString(7, meter.tenant());
            change.setString(8, meter.id());
            change.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    @Override
    public Optional<Meter> find(String tenant, String idOrSlug) {
        List<Meter> found =
                select(SELECT + "AND (meter_id = ? OR slug = ?) AND deleted_at IS NULL", tenant, idOrSlug, idOrSlug);
        return found.stream().findFirst();
    }

    @Override
    public List<Meter> all(String tenant, boolean withDeleted) {
        String deleted = withDeleted ? "" : "AND deleted_at IS NULL ";
        return select(SELECT + deleted + "ORDER BY slug, created_at, meter_id", tenant);
    }

    private List<Meter> select(String sql, String... parameters) {
        List<Meter> meters = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    meters.add(meter(row));
                }
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        return meters;
    }

    private static Meter meter(ResultSet row) throws SQLException {
        String path = row.getString("value_path");
        SortedMap<String, DataPath> groups = new TreeMap<>();
        texts(row.getString("group_by")).forEach((name, place) -> groups.put(name, path(place)));
        MeterLabels labels =
                new MeterLabels(row.getString("name"), row.getString("description"), texts(row.getString("metadata")));
        MeterDefinition definition = new MeterDefinition(
                row.getString("slug"),
                labels,
                Aggregation.valueOf(row.getString("aggregation")),
                row.getString("event_type"),
                Rows.instantOrNull(row, "event_from"),
                path == null ? null : path(path),
                groups);
        return new Meter(
                row.getString("tenant_id"),
                row.getString("meter_id"),
                definition,
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"),
                Rows.instantOrNull(row, "deleted_at"));
    }

    private static DataPath path(String text) {
        return switch (DataPath.read("path", text)) {
            case Checked.Valid<DataPath>(DataPath path) -> path;
            case Checked.Invalid<DataPath> invalid ->
                throw new IllegalStateException(
                        "a row holds the path " + text + ", which was checked when it was entered");
        };
    }

    private static Map<String, String> paths(MeterDefinition definition) {
        Map<String, String> paths = new TreeMap<>();
        definition.groupBy().forEach((name, path) -> paths.put(name, path.text()));
        return paths;
    }

    private static String json(Map<String, String> texts) {
        try {
            return JSON.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts always have a JSON form", e);
        }
    }

    private static Map<String, String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row holds JSON that was written here", e);
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : Micros.upTo(instant).atOffset(ZoneOffset.UTC);
    }
}

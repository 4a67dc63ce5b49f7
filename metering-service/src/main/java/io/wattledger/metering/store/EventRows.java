package io.wattledger.metering.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.EnergyReading;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.event.EventKind;
import io.wattledger.metering.event.MeasuredEnergy;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.event.Placement;
import io.wattledger.metering.event.UsageReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of usage_event back into reports, so that they can be taken back. What a report brings to the slots is in
 * its row, and the devices that it claims are in its data; where else it ran comes back as unknown.
 */
final class EventRows {

    /** The columns that {@link #report} reads. */
    static final String COLUMNS = """
            event.tenant_id, event.source, event.event_id, event.kind, event.project, event.site, event.sku,
            event.gpu_thousandths, event.starts_at, event.ends_at, event.energy_millijoules, event.data,
            event.allocation, event.device, event.event_type, event.subject, event.detail""";

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventRows() {}

    static UsageReport report(ResultSet row) throws SQLException {
        EventIdentity identity =
                new EventIdentity(row.getString("tenant_id"), row.getString("source"), row.getString("event_id"));
        int kind = row.getInt("kind");
        return switch (EventKind.numbered(kind)) {
            case INTERVAL ->
                new AllocatedInterval(
                        identity, key(row), gpuThousandths(row), interval(row), energy(row), placement(row));
            case START ->
                new AllocationStart(
                        identity,
                        key(row),
                        row.getString("allocation"),
                        gpuThousandths(row),
                        Rows.instant(row, "starts_at"),
                        placement(row));
            case STOP ->
                new AllocationStop(
                        identity, row.getString("site"), row.getString("allocation"), Rows.instant(row, "ends_at"));
            case BEAT ->
                new AllocationBeat(
                        identity,
                        key(row),
                        row.getString("allocation"),
                        gpuThousandths(row),
                        interval(row),
                        true,
                        placement(row));
            case ENERGY_READING ->
                new EnergyReading(
                        identity,
                        key(row),
                        row.getString("device"),
                        gpuThousandths(row),
                        Rows.instant(row, "ends_at"),
                        energy(row),
                        row.getString("detail"));
            case MEASURED_ENERGY ->
                new MeasuredEnergy(
                        identity, key(row), gpuThousandths(row), interval(row), row.getLong("energy_millijoules"));
            case METER_EVENT ->
                new MeterEvent(
                        identity,
                        row.getString("event_type"),
                        row.getString("subject"),
                        row.getObject("ends_at") == null ? null : Rows.instant(row, "ends_at"),
                        null,
                        new String(row.getBytes("data"), StandardCharsets.UTF_8));
            case NODE_MEASUREMENT -> node(identity, row);
            case WITHDRAWAL, COLLECTOR_BEAT ->
                throw new IllegalStateException("events of kind " + kind + " are not taken back");
        };
    }

    private static NodeMeasurement node(EventIdentity identity, ResultSet row) throws SQLException {
        return new NodeMeasurement(
                identity,
                row.getString("site"),
                row.getString("device"),
                devices(row),
                gpuThousandths(row),
                interval(row),
                row.getLong("energy_millijoules"));
    }

    /** The devices, which a report claims; the rest of where it ran does nothing. */
    private static Placement placement(ResultSet row) throws SQLException {
        List<String> devices = devices(row);
        return devices.isEmpty() ? Placement.UNKNOWN : new Placement(null, null, devices, null);
    }

    private static List<String> devices(ResultSet row) throws SQLException {
        List<String> devices = new ArrayList<>();
        try {
            JSON.readTree(row.getBytes("data")).path("devices").forEach(device -> devices.add(device.textValue()));
        } catch (IOException e) {
            throw new IllegalStateException("data of an event that was entered is no JSON", e);
        }
        return devices;
    }

    private static UsageKey key(ResultSet row) throws SQLException {
        return new UsageKey(
                row.getString("tenant_id"), row.getString("project"), row.getString("site"), row.getString("sku"));
    }

    private static long gpuThousandths(ResultSet row) throws SQLException {
        return row.getLong("gpu_thousandths");
    }

    private static Interval interval(ResultSet row) throws SQLException {
        return new Interval(Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at"));
    }

    private static @Nullable Long energy(ResultSet row) throws SQLException {
        long energy = row.getLong("energy_millijoules");
        return row.wasNull() ? null : energy;
    }
}

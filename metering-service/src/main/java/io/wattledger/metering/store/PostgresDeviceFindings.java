package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.flow.DeviceFindings;
import io.wattledger.metering.flow.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found out about devices, in PostgreSQL. A tenant reads as itself, so that row-level security keeps the rest out. */
@ApplicationScoped
public class PostgresDeviceFindings implements DeviceFindings {

    private static final String FILTER = """
            WHERE (? OR tenant_id = ANY (?))
                AND (?::text IS NULL OR site = ?)
                AND (?::text IS NULL OR device = ?)
                AND (?::timestamptz IS NULL OR ends_at > ? OR ends_at = starts_at AND ends_at >= ?)
                AND (?::timestamptz IS NULL OR starts_at < ?)
                AND (?::boolean IS NULL OR (ended_at IS NULL) = ?)
                AND number < ?
            ORDER BY number DESC LIMIT ?
            """;
    private static final String HOLDS = """
            SELECT * FROM (SELECT *, hold_id AS number, released_at AS ended_at FROM device_hold) AS found
            """ + FILTER;
    private static final String DOUBTS = """
            SELECT * FROM (
                SELECT doubt.*, doubt_id AS number, resolved_at AS ended_at, site, device, gpu_thousandths
                FROM energy_doubt AS doubt JOIN energy_counter USING (tenant_id, counter_key)) AS found
            """ + FILTER;
    private static final String OPEN = """
            SELECT holds.count, holds.sum, doubts.count
            FROM (SELECT count(*), least(coalesce(sum(milli_gpu_seconds), 0), 9223372036854775807) AS sum FROM device_hold
                    WHERE released_at IS NULL) AS holds,
                (SELECT count(*) FROM energy_doubt WHERE resolved_at IS NULL) AS doubts
            """;

    private final TenantScope scope;

    PostgresDeviceFindings(TenantScope scope) {
        this.scope = scope;
    }

    @Override
    public List<DoubleAllocation> doubleAllocations(Sight sight, Query query) {
        return read(sight, HOLDS, query, row -> doubleAllocation(row, sight));
    }

    private static DoubleAllocation doubleAllocation(ResultSet row, Sight sight) throws SQLException {
        Hold hold = DeviceColumns.hold(row).hold();
        boolean isTold = sight instanceof Sight.Every
                || hold.against().tenant().equals(hold.claimant().tenant());
        return new DoubleAllocation(
                row.getLong("number"),
                hold.key(),
                row.getString("device"),
                hold.interval(),
                row.getLong("milli_gpu_seconds"),
                reported(hold.claimant()),
                isTold ? reported(hold.against()) : null,
                state(row));
    }

    private static Reported reported(Claimant claimant) {
        return new Reported(claimant.tenant(), claimant.source(), claimant.name());
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(Rows.instant(row, "found_at"), Rows.instantOrNull(row, "ended_at"));
    }

    @Override
    public List<EnergyDoubt> energyDoubts(Sight sight, Query query) {
        return read(sight, DOUBTS, query, PostgresDeviceFindings::energyDoubt);
    }

    private static EnergyDoubt energyDoubt(ResultSet row) throws SQLException {
        Counter counter = new Counter(
                row.getString("tenant_id"),
                row.getString("site"),
                row.getString("device"),
                row.getLong("gpu_thousandths"));
        return new EnergyDoubt(
                row.getLong("number"),
                counter,
                row.getString("kind"),
                Rows.instant(row, "starts_at"),
                Rows.instant(row, "ends_at"),
                row.getLong("millijoules"),
                state(row));
    }

    @Override
    public Open open() {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(OPEN)) {
                return Rows.read(select, row -> new Open(row.getLong(1), row.getLong(2), row.getLong(3)))
                        .getFirst();
            }
        });
    }

    private <T> List<T> read(Sight sight, String sql, Query query, Rows.Reading<T> reading) {
        return SightReading.read(scope, sight, connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                SightReading.bind(connection, select, 1, sight);
                bind(select, query);
                return Rows.read(select, reading);
            }
        });
    }

    private static void bind(PreparedStatement select, Query query) throws SQLException {
        select.setString(3, query.site());
        select.setString(4, query.site());
        select.setString(5, query.device());
        select.setString(6, query.device());
        setInstant(select, 7, query.from());
        setInstant(select, 8, query.from());
        setInstant(select, 9, query.from());
        setInstant(select, 10, query.to());
        setInstant(select, 11, query.to());
        select.setObject(12, query.isOpen(), Types.BOOLEAN);
        select.setObject(13, query.isOpen(), Types.BOOLEAN);
        select.setLong(14, query.before());
        select.setInt(15, query.most());
    }

    private static void setInstant(PreparedStatement select, int index, @Nullable Instant instant) throws SQLException {
        select.setObject(
                index, instant == null ? null : instant.atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
    }
}

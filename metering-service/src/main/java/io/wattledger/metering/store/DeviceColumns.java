package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceBook.DeviceClaim;
import io.wattledger.metering.flow.DeviceBook.DeviceHold;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Columns of claims and holds, in the order in which {@link DeviceSql} wants them. */
final class DeviceColumns {

    private DeviceColumns() {}

    static Columns<DeviceClaim> claimKeys(Columns<DeviceClaim> columns) throws SQLException {
        return columns.texts(one -> one.claim().claimant().tenant())
                .bytes(one -> one.device().key().bytes())
                .bytes(one -> one.claim().claimant().contributor().bytes())
                .numbers(one -> one.claim().interval().start().toEpochMilli());
    }

    static Columns<DeviceClaim> claims(Columns<DeviceClaim> columns) throws SQLException {
        return claimKeys(columns)
                .numbers(one -> one.claim().interval().end().toEpochMilli())
                .texts(one -> one.claim().key().project())
                .texts(one -> one.claim().key().site())
                .texts(one -> one.claim().key().sku())
                .numbers(one -> one.claim().gpuThousandths())
                .texts(one -> one.claim().claimant().source())
                .texts(one -> one.claim().claimant().name())
                .texts(one -> Gaps.text(one.gaps()));
    }

    static Columns<DeviceClaim> changes(Columns<DeviceClaim> columns) throws SQLException {
        return columns.texts(one -> one.claim().claimant().tenant())
                .bytes(one -> one.device().key().bytes())
                .texts(one -> one.device().site())
                .texts(one -> one.device().id())
                .numbers(one -> one.claim().interval().start().toEpochMilli())
                .numbers(one -> one.claim().interval().end().toEpochMilli());
    }

    static Columns<DeviceHold> claimSpans(Columns<DeviceHold> columns) throws SQLException {
        return columns.texts(one -> one.hold().claimant().tenant())
                .bytes(one -> one.device().key().bytes())
                .bytes(one -> one.hold().claimant().contributor().bytes())
                .numbers(one -> one.hold().interval().start().toEpochMilli())
                .numbers(one -> one.hold().interval().end().toEpochMilli())
                .texts(one -> one.hold().key().project())
                .texts(one -> one.hold().key().sku())
                .numbers(one -> one.hold().gpuThousandths());
    }

    static Columns<DeviceHold> holdKeys(Columns<DeviceHold> columns) throws SQLException {
        return columns.texts(one -> one.hold().claimant().tenant())
                .bytes(one -> one.device().key().bytes())
                .bytes(one -> one.hold().claimant().contributor().bytes())
                .numbers(one -> one.hold().interval().start().toEpochMilli())
                .texts(one -> one.hold().against().tenant())
                .bytes(one -> one.hold().against().contributor().bytes());
    }

    static Columns<DeviceHold> holds(Columns<DeviceHold> columns) throws SQLException {
        return holdKeys(columns)
                .numbers(one -> one.hold().interval().end().toEpochMilli())
                .texts(one -> one.hold().key().project())
                .texts(one -> one.hold().key().site())
                .texts(one -> one.hold().key().sku())
                .texts(one -> one.device().id())
                .numbers(one -> one.hold().gpuThousandths())
                .numbers(one -> one.hold().cut().milliGpuSeconds())
                .texts(one -> one.hold().claimant().source())
                .texts(one -> one.hold().claimant().name())
                .texts(one -> one.hold().against().source())
                .texts(one -> one.hold().against().name());
    }

    static Claim claim(ResultSet row) throws SQLException {
        return new Claim(claimant(row), interval(row), key(row), row.getLong("gpu_thousandths"));
    }

    static DeviceHold hold(ResultSet row) throws SQLException {
        Claimant against = new Claimant(
                row.getString("against_tenant"),
                EventKey.of(row.getBytes("against_key")),
                row.getString("against_source"),
                row.getString("against_name"));
        Hold hold = new Hold(claimant(row), key(row), row.getLong("gpu_thousandths"), interval(row), against);
        return new DeviceHold(new Device(row.getString("site"), row.getString("device")), hold);
    }

    private static Claimant claimant(ResultSet row) throws SQLException {
        return new Claimant(
                row.getString("tenant_id"),
                EventKey.of(row.getBytes("contributor_key")),
                row.getString("source"),
                row.getString("name"));
    }

    private static UsageKey key(ResultSet row) throws SQLException {
        return new UsageKey(
                row.getString("tenant_id"), row.getString("project"), row.getString("site"), row.getString("sku"));
    }

    private static Interval interval(ResultSet row) throws SQLException {
        return new Interval(Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at"));
    }
}

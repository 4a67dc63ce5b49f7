package io.wattledger.metering.store;

import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.flow.AllocationBook.Latest;
import io.wattledger.metering.flow.AllocationBook.Listed;
import io.wattledger.metering.flow.AllocationBook.Open;
import io.wattledger.metering.flow.AllocationBook.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;

/** Reads rows of allocations that have run. */
final class AllocationRows {

    /** The columns that are read. */
    static final String COLUMNS = """
            tenant_id, source, site, allocation, project, sku, gpu_thousandths, started_at, stopped_at, metered_until,
            allocation_key, devices""";

    private AllocationRows() {}

    static Open open(ResultSet row) throws SQLException {
        return new Open(name(row), latest(row), Rows.instantOrNull(row, 10));
    }

    static Listed listed(ResultSet row) throws SQLException {
        Place place = new Place(row.getString(1), HexFormat.of().formatHex(row.getBytes(11)));
        return new Listed(name(row), place, latest(row), Rows.instantOrNull(row, 10));
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
                Rows.instant(row, 8),
                Rows.instantOrNull(row, 9),
                devices == null ? List.of() : devices.lines().toList());
    }
}

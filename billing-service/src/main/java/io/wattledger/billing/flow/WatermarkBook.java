package io.wattledger.billing.flow;

import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.contracts.message.UsageWatermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Keeps until when the usage of each site was reported. Each method works inside the caller's transaction. */
public interface WatermarkBook {

    /** Keeps each watermark unless the same or a higher revision is kept already. */
    void record(Connection connection, Collection<UsageWatermark> watermarks) throws SQLException;

    /** What a tenant waits for: the slowest collector of its own at each site, and the slowest of those for all tenants. */
    List<SiteWatermark> watermarks(Connection connection, String tenant) throws SQLException;
}

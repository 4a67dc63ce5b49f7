package io.wattledger.billing.flow;

import io.wattledger.billing.period.SiteWatermark;
import io.wattledger.contracts.message.UsageWatermark;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps until when the usage of each site was reported and is rated. Each method works inside the caller's transaction. */
public interface WatermarkBook {

    /** Keeps each watermark unless the same or a higher revision is kept already. */
    void record(Connection connection, Collection<UsageWatermark> watermarks) throws SQLException;

    /**
     * What the month of each of several contracts waits for: the slowest collector of the tenant's own at each site, the slowest of those for all
     * tenants, and the slowest of each tenant whose usage the contract bills then, which is named. Usage is expected of a
     * tenant's own collector, and of one for all tenants where the contract was used at the site in the month before it stands still.
     *
     * @param starts when the month of each begins
     * @return the keys that wait for nobody are missing
     */
    Map<PeriodKey, List<SiteWatermark>> watermarks(Connection connection, Map<PeriodKey, Instant> starts)
            throws SQLException;
}

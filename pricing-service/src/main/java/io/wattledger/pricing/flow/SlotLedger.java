package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Keeps the slot totals that metering stated, the highest revision of each. */
public interface SlotLedger {

    /** Stores totals; returns those that were new or of a higher revision than the stored one. */
    List<MeteredUsage> keepHighest(Connection connection, Collection<MeteredUsage> totals) throws SQLException;

    /** All slots of a tenant inside an interval, by project, site and SKU. */
    List<ProjectLoad> loads(Connection connection, String tenant, Interval interval) throws SQLException;

    /** The slots of days, each list in order of time. */
    Map<DayKey, List<SlotUsage>> slotsOf(Connection connection, Map<DayKey, Interval> days) throws SQLException;
}

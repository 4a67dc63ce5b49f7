package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.OpenUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** Keeps the last revision of every charge period, and the usage that could not be rated. */
public interface RatedDays {

    /**
     * A charge period to be stored.
     *
     * @param message as it is published
     * @param inputs series and rates it was made from, each as {@code price:id} or {@code rate:id}
     */
    record Entry(RatedUsage message, SortedSet<String> inputs) {}

    /** The stored charge periods of days. */
    Map<DayKey, List<RatedUsage>> of(Connection connection, Collection<DayKey> days) throws SQLException;

    /** Adds or replaces charge periods. */
    void save(Connection connection, Collection<Entry> entries, Instant now) throws SQLException;

    /** Replaces the open usage of days. */
    void replaceOpen(Connection connection, Collection<DayKey> days, Collection<OpenUsage> open) throws SQLException;
}

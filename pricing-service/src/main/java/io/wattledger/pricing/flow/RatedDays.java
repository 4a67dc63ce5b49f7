package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.rating.OpenUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Keeps the last revision of every charge period, and the usage under no contract. */
public interface RatedDays {

    /**
     * A charge period to be stored.
     *
     * @param message as it is published
     * @param inputs series and rates it was made from, each as {@code price:id} or {@code rate:id}
     * @param basis what it was rated from; absent for a month of which a day was rated before such things were kept
     * @param restsUntil until when its day is left alone; absent where that is over, and for records of months
     */
    record Entry(
            RatedUsage message,
            SortedSet<String> inputs,
            @Nullable Basis basis,
            @Nullable Instant restsUntil) {}

    /** How the records of a month are named among their inputs. */
    static String inputOf(MonthKey month) {
        return "month:" + month.month();
    }

    /** The stored charge periods of days. */
    Map<DayKey, List<RatedUsage>> of(Connection connection, Collection<DayKey> days) throws SQLException;

    /** The stored records of a month. */
    List<RatedUsage> months(Connection connection, MonthKey month) throws SQLException;

    /** What is stored under the keys of records of one tenant, of whichever contract and month. */
    List<RatedUsage> at(Connection connection, Collection<RatedUsage> records) throws SQLException;

    /** The stored charge periods of a contract that begin inside an interval, without records of months. */
    List<RatedUsage> inside(Connection connection, String tenant, String contract, Interval interval)
            throws SQLException;

    /** Adds or replaces charge periods, and keeps what each was rated from for ever. */
    void save(Connection connection, Collection<Entry> entries, Instant now) throws SQLException;

    /** Replaces the open usage of days. */
    void replaceOpen(Connection connection, Collection<DayKey> days, Collection<OpenUsage> open) throws SQLException;
}

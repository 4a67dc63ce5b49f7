package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Remembers which billing months of contracts must be rated, and which have been. */
public interface DirtyMonths {

    /**
     * A month to be rated.
     *
     * @param month which
     * @param timesRated how often it was rated before
     */
    record Claimed(MonthKey month, long timesRated) {}

    /**
     * A month that was rated.
     *
     * @param tariff under which; empty for under none
     * @param restsUntil until when it is left alone; absent where it is over
     */
    record Rated(String tariff, @Nullable Instant restsUntil) {}

    /** Marks months of which days were rated; they rest for as long as they do since they were rated last. */
    void touch(Connection connection, SortedSet<MonthKey> months, Instant now) throws SQLException;

    /** Marks months, which rest no longer; waits for whoever is rating one of them. */
    void mark(Connection connection, SortedSet<MonthKey> months, Instant now) throws SQLException;

    /** The tenants of months that are to be rated or are being rated. */
    List<String> tenants(Connection connection) throws SQLException;

    /** Waits for whoever is rating months of these tenants. */
    void awaitRated(Connection connection, Collection<String> tenants) throws SQLException;

    /** Those of {@code months} that were neither rated nor marked yet. */
    SortedSet<MonthKey> unknown(Connection connection, SortedSet<MonthKey> months) throws SQLException;

    /** Months rated before that a changed input matters for; a changed price or rate reaches them through their days. */
    SortedSet<MonthKey> affected(Connection connection, InputChange change) throws SQLException;

    /** Months that are ripe; one is left alone as long as a day of its tenant is to be rated first and does not rest. */
    List<MonthKey> ripe(Connection connection, Ripeness ripeness, int most) throws SQLException;

    /**
     * Locks those of {@code months} that are still dirty and of whose tenants nobody else is rating any: a record may go from one month
     * to another of the same tenant, and its revisions count up one by one.
     */
    List<Claimed> claim(Connection connection, Collection<MonthKey> months) throws SQLException;

    /** Takes the mark off months that were claimed and rated, and remembers what is to be known of it. */
    void done(Connection connection, SortedMap<MonthKey, Rated> rated) throws SQLException;

    /**
     * Lets a month that cannot be rated rest for a minute at first, twice as long each time it fails again, and an hour at most. Its
     * mark stays, with the reason, until it is rated.
     */
    void setAside(Connection connection, MonthKey month, String reason, Instant now) throws SQLException;

    /** How many months could not be rated when that was tried last. */
    long failed(Connection connection) throws SQLException;

    /** How many months wait at {@code now} and do not rest, over all tenants. */
    long waiting(Connection connection, Instant now) throws SQLException;
}

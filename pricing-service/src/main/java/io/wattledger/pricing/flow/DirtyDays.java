package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** Remembers which days must be rated. */
public interface DirtyDays {

    /**
     * Marks days whose usage has just changed; they ripen anew, and rest for as long as they do since they were rated last. One that
     * could not be rated rests no longer than a minute from now.
     */
    void touch(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException;

    /**
     * Marks days whose prices or terms have changed: they rest no longer. Waits for whoever is rating one of them with the old
     * ones.
     */
    void mark(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException;

    /** How many days of each tenant are marked, whether they wait, rest or are being rated. */
    SortedMap<String, Long> dirtyByTenant(Connection connection) throws SQLException;

    /** Marks all days of some tenants that are marked already as {@link #mark} does, and takes none of them into memory. */
    void markDirty(Connection connection, Collection<String> tenants, Instant now) throws SQLException;

    /**
     * Days with usage under a contract that an older version than this could not rate and told nobody of
     * (docs/decisions/0070), without those that are marked.
     */
    SortedSet<DayKey> untold(Connection connection, int most) throws SQLException;

    /** Days that are ripe. */
    List<DayKey> ripe(Connection connection, Ripeness ripeness, int most) throws SQLException;

    /** Locks those of {@code days} that are still dirty and that nobody else is rating. */
    List<DayKey> claim(Connection connection, Collection<DayKey> days) throws SQLException;

    /** Takes the mark off days that were claimed and rated. */
    void done(Connection connection, Collection<DayKey> days) throws SQLException;

    /**
     * Lets a day that cannot be rated rest for a minute at first, twice as long each time it fails again, and an hour at most. Its
     * mark stays, with the reason, until it is rated.
     */
    void setAside(Connection connection, DayKey day, String reason, Instant now) throws SQLException;

    /** How many days could not be rated when that was tried last. */
    long failed(Connection connection) throws SQLException;

    /** How many days wait at {@code now} and do not rest, over all tenants. */
    long waiting(Connection connection, Instant now) throws SQLException;
}

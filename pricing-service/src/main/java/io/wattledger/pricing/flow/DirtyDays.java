package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/** Remembers which days must be rated. */
public interface DirtyDays {

    /** Marks days whose usage has just changed; they ripen anew. */
    void touch(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException;

    /** Marks days whose prices or terms have changed; waits for whoever is rating one of them with the old ones. */
    void mark(Connection connection, SortedSet<DayKey> days, Instant now) throws SQLException;

    /** Days that nobody has touched since {@code quietSince}, or that wait since before {@code waitingSince}. */
    List<DayKey> ripe(Connection connection, Instant quietSince, Instant waitingSince, int most) throws SQLException;

    /** Locks those of {@code days} that are still dirty and that nobody else is rating. */
    List<DayKey> claim(Connection connection, Collection<DayKey> days) throws SQLException;

    /** Takes the mark off days that were claimed and rated. */
    void done(Connection connection, Collection<DayKey> days) throws SQLException;

    /** How many days wait, over all tenants. */
    long waiting(Connection connection) throws SQLException;
}

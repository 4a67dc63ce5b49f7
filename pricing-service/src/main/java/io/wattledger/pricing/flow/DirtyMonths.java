package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/** Remembers which billing months of contracts must be rated, and which have been. */
public interface DirtyMonths {

    /** Marks months; waits for whoever is rating one of them. */
    void mark(Connection connection, SortedSet<MonthKey> months, Instant now) throws SQLException;

    /** Those of {@code months} that were neither rated nor marked yet. */
    SortedSet<MonthKey> unknown(Connection connection, SortedSet<MonthKey> months) throws SQLException;

    /** Months rated before that a changed input matters for; a changed price or rate reaches them through their days. */
    SortedSet<MonthKey> affected(Connection connection, InputChange change) throws SQLException;

    /**
     * Months that were marked before {@code quietSince} and of whose tenant no day waits to be rated, or that were marked
     * before {@code waitingSince}.
     */
    List<MonthKey> ripe(Connection connection, Instant quietSince, Instant waitingSince, int most) throws SQLException;

    /** Locks those of {@code months} that are still dirty and that nobody else is rating. */
    List<MonthKey> claim(Connection connection, Collection<MonthKey> months) throws SQLException;

    /** Takes the mark off months that were claimed and rated, and remembers under which tariff; empty for under none. */
    void done(Connection connection, SortedMap<MonthKey, String> tariffs) throws SQLException;

    /** How many months wait, over all tenants. */
    long waiting(Connection connection) throws SQLException;
}

package io.wattledger.pricing.flow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Remembers changed inputs until the days that depend on them are marked. */
public interface InputChanges {

    /**
     * A change that waits.
     *
     * @param tenant whose it is, or the mark of no tenant
     * @param id its number
     * @param change what has changed
     */
    record Waiting(String tenant, long id, InputChange change) {}

    /** Notes a change in the transaction that makes it. */
    void note(Connection connection, String tenant, InputChange change) throws SQLException;

    /** Changes that wait, oldest first. */
    List<Waiting> waiting(Connection connection, int most) throws SQLException;

    /**
     * The days, of all tenants, that were rated with what has changed, or that wait for it. Those that are being rated now are among
     * the {@link DirtyDays#dirtyByTenant dirty ones}.
     *
     * @return null where there are more than {@code most}: they might not fit into memory
     */
    @Nullable
    SortedSet<DayKey> affected(Connection connection, InputChange change, int most) throws SQLException;

    /** How many such days each tenant has. */
    SortedMap<String, Long> affectedByTenant(Connection connection, InputChange change) throws SQLException;

    /** Marks such days of some tenants as {@link DirtyDays#mark} does, and takes none of them into memory. */
    void mark(Connection connection, InputChange change, Collection<String> tenants, Instant now) throws SQLException;

    /** Forgets changes whose days are marked. */
    void done(Connection connection, Collection<Waiting> changes) throws SQLException;

    /** How many changes wait. */
    long count(Connection connection) throws SQLException;
}

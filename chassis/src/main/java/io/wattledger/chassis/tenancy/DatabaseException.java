package io.wattledger.chassis.tenancy;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/** A statement failed; the transaction around it was rolled back, so nothing of it took effect. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Starts of the SQLSTATEs of what passes; {@link #mayPass} says why. */
    private static final Set<String> PASSING = Set.of("08", "25P03", "40", "53", "55P03", "57P", "58");

    /** Disk full, out of memory, too many connections, starting. */
    private static final Set<String> OF_ANYTHING = Set.of("53100", "53200", "53300", "57P03");

    /** Wraps what the driver said. */
    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** There was no connection to be had in time, so nothing was begun. */
    public static final class NoConnection extends DatabaseException {
        private static final long serialVersionUID = 1L;

        NoConnection(SQLException cause) {
            super(cause);
        }
    }

    /**
     * Whether a failure is no fault of what was to be done: there was no connection or it was lost or ended by the server, another
     * transaction was in the way, or the database lacked room or a working disk. The same may succeed at another time. What took longer
     * than it may ({@code 57014}) is not among them: it would do so again.
     *
     * @param failure looked through with all of its causes, and with what was suppressed for it: others wrap what the driver says, and a
     *     commit that fails names its reason beside it
     */
    public static boolean mayPass(Throwable failure) {
        return isAny(
                failure,
                one -> one instanceof NoConnection
                        || one instanceof Contended
                        || one instanceof SQLException sql && isOf(PASSING, sql));
    }

    /**
     * Whether a failure that may pass says nothing at all of what was to be done, since anything else would have failed so too: there was
     * no connection to be had, or the database has no room or is starting.
     *
     * @param failure looked through as by {@link #mayPass}
     */
    public static boolean isOfAnything(Throwable failure) {
        return isAny(
                failure,
                one -> one instanceof NoConnection || one instanceof SQLException sql && isOf(OF_ANYTHING, sql));
    }

    private static boolean isAny(Throwable failure, Predicate<Throwable> wanted) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>(Set.of(failure));
        while (!left.isEmpty()) {
            Throwable one = left.remove();
            if (!seen.add(one)) {
                continue;
            }
            if (wanted.test(one)) {
                return true;
            }
            if (one.getCause() != null) {
                left.add(one.getCause());
            }
            if (one instanceof SQLException sql && sql.getNextException() != null) {
                left.add(sql.getNextException());
            }
            Collections.addAll(left, one.getSuppressed());
        }
        return false;
    }

    private static boolean isOf(Set<String> states, SQLException failure) {
        String state = failure.getSQLState();
        return state != null && states.stream().anyMatch(state::startsWith);
    }

    /** The SQLSTATE of the failure, for example {@code 23505}; empty where the driver gave none. */
    public String sqlState() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}

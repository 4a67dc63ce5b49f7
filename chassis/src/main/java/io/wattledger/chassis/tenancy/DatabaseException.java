package io.wattledger.chassis.tenancy;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** A statement failed; the transaction around it was rolled back, so nothing of it took effect. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Starts of the SQLSTATEs of what passes; {@link #mayPass} says why. */
    private static final Set<String> PASSING = Set.of("08", "25P03", "40", "53", "55P03", "57P", "58");

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
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>(Set.of(failure));
        while (!left.isEmpty()) {
            Throwable one = left.remove();
            if (!seen.add(one)) {
                continue;
            }
            if (one instanceof NoConnection
                    || one instanceof Contended
                    || one instanceof SQLException sql && passes(sql)) {
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

    private static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && PASSING.stream().anyMatch(state::startsWith);
    }

    /** The SQLSTATE of the failure, for example {@code 23505}; empty where the driver gave none. */
    public String sqlState() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}

package io.wattledger.chassis.tenancy;

import java.sql.SQLException;

/** A statement failed; the transaction around it was rolled back, so nothing of it took effect. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Wraps what the driver said. */
    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * Whether it is no fault of what was to be done: the connection was lost, another transaction was in the way, or the database lacked
     * room. The same may succeed at another time.
     */
    public boolean mayPass() {
        return sqlState().startsWith("08")
                || sqlState().startsWith("40")
                || sqlState().startsWith("53");
    }

    /** The SQLSTATE of the failure, for example {@code 23505}; empty where the driver gave none. */
    public String sqlState() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}

package io.wattledger.chassis.tenancy;

import java.sql.SQLException;

/** A statement failed; the transaction around it was rolled back, so nothing of it took effect. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Wraps what the driver said. */
    public DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** The SQLSTATE of the failure, for example {@code 23505}; empty where the driver gave none. */
    public String sqlState() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}

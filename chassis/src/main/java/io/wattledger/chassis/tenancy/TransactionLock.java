package io.wattledger.chassis.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A lock that one transaction has at a time, among all copies of the service, for work that only one of them is to do. */
public final class TransactionLock {

    private TransactionLock() {}

    /**
     * Takes the lock until the transaction ends, without waiting for it.
     *
     * @param name of the lock
     * @return whether nobody else has it
     */
    public static boolean take(Connection connection, long name) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, name);
            try (ResultSet free = lock.executeQuery()) {
                return free.next() && free.getBoolean(1);
            }
        }
    }
}

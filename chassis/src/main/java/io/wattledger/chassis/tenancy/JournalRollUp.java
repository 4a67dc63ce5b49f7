package io.wattledger.chassis.tenancy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Adds the entries of a journal, a table that transactions only add rows to, up into tables of sums. Writers never wait for each
 * other so, nor for this. Whoever adds up journal and sums in one statement counts each entry once, whenever it moves.
 */
public final class JournalRollUp {

    /** Tenants of one transaction; more are a matter of the next round. */
    private static final int TENANTS_PER_ROUND = 100;

    private final String journal;
    private final long lock;
    private final String statement;

    /**
     * A way to roll up.
     *
     * @param journal the table
     * @param lock names the lock of whoever rolls it up, so that copies of the service never do it at the same time
     * @param statement takes all entries that it sees out of the journal and adds them up
     */
    public JournalRollUp(String journal, long lock, String statement) {
        this.journal = journal;
        this.lock = lock;
        this.statement = statement;
    }

    /**
     * Rolls up the entries of some tenants.
     *
     * @return whether there may be more to do at once
     */
    public boolean round(TenantScope scope) {
        List<String> tenants = scope.asOperator(this::tenants);
        if (tenants.isEmpty()) {
            return false;
        }
        boolean isFree = scope.inTransaction(tenants, this::rollUp);
        return isFree && tenants.size() == TENANTS_PER_ROUND;
    }

    private List<String> tenants(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT DISTINCT tenant_id FROM " + journal + " LIMIT " + TENANTS_PER_ROUND)) {
            return Rows.read(select, row -> row.getString(1));
        }
    }

    private boolean rollUp(Connection connection) throws SQLException {
        if (!TransactionLock.take(connection, lock)) {
            return false;
        }
        try (Statement rollUp = connection.createStatement()) {
            rollUp.execute(statement);
        }
        return true;
    }
}

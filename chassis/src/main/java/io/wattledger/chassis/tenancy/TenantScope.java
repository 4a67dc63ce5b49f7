package io.wattledger.chassis.tenancy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.wattledger.chassis.ops.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;

/**
 * The only way to the database: a transaction that works for named tenants, or one that reads over all of them.
 *
 * <p>Row-level security compares {@code tenant_id} with the transaction-local setting {@code app.tenants}; outside a
 * scope it is unset and no row is visible. Hibernate used inside the work shares the same transaction and connection.
 */
@ApplicationScoped
public class TenantScope {

    /** The tenant id of rows that belong to no tenant: reference data, refusals whose tenant is unknown. */
    public static final String NO_TENANT = "-";

    /** Joins tenants in the setting; no tenant id can contain it. */
    private static final String SEPARATOR = "\u001f";

    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final DataSource dataSource;
    private final String operatorRole;

    TenantScope(DataSource dataSource, ServiceConfig config) {
        this.dataSource = dataSource;
        this.operatorRole = config.service() + "_operator";
    }

    /** What is done inside a transaction; an exception rolls it back. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does the work on the transaction's connection, which the caller closes. */
        T run(Connection connection) throws SQLException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface VoidWork {
        /** Does the work on the transaction's connection, which the caller closes. */
        void run(Connection connection) throws SQLException;
    }

    /** Runs {@code work} in a new transaction that sees and writes the rows of one tenant. */
    public <T> T inTransaction(String tenant, Work<T> work) {
        return inTransaction(List.of(tenant), work);
    }

    /** Runs {@code work} in a new transaction that sees and writes the rows of {@code tenants} only. */
    public <T> T inTransaction(Collection<String> tenants, Work<T> work) {
        String setting = String.join(SEPARATOR, tenants);
        return transaction(LONGEST, connection -> {
            set(connection, setting);
            return work.run(connection);
        });
    }

    private static void set(Connection connection, String setting) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config('app.tenants', ?, true)")) {
            set.setString(1, setting);
            set.execute();
        }
    }

    /**
     * From here on the transaction of {@code connection} works for {@code tenants} too. For those only whom the rows of its own
     * tenants name as concerned, as a reseller.
     */
    public void widen(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement widen = connection.prepareStatement(
                "SELECT set_config('app.tenants', current_setting('app.tenants') || ?, true)")) {
            widen.setString(1, SEPARATOR + String.join(SEPARATOR, tenants));
            widen.execute();
        }
    }

    /** Like {@link #inTransaction(Collection, Work)}, without a result. */
    public void inTransactionDo(Collection<String> tenants, VoidWork work) {
        inTransaction(tenants, connection -> {
            work.run(connection);
            return Boolean.TRUE;
        });
    }

    /** Runs {@code work} in a new read-only transaction that sees the rows of all tenants. */
    public <T> T asOperator(Work<T> work) {
        return asOperator(LONGEST, work);
    }

    /**
     * The same, for work that reads so much that it takes longer than other transactions may. The database is told too how long
     * that is: it would otherwise go on with a statement for whose result nobody waits any more.
     */
    <T> T asOperator(Duration longest, Work<T> work) {
        return transaction(longest, connection -> {
            try (Statement set = connection.createStatement()) {
                set.execute("SET TRANSACTION READ ONLY; SET LOCAL ROLE " + operatorRole
                        + "; SET LOCAL statement_timeout = " + longest.toMillis());
            }
            return work.run(connection);
        });
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new DatabaseException.NoConnection(e);
        }
    }

    private <T> T transaction(Duration longest, Work<T> work) {
        Callable<T> inside = () -> {
            try (Connection connection = connect()) {
                return work.run(connection);
            } catch (SQLException e) {
                throw new DatabaseException(e);
            }
        };
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout(Math.toIntExact(longest.toSeconds()))
                    .call(inside);
        } catch (QuarkusTransactionException e) {
            // As the work threw it: an Error says nothing of what was worked on, and must not be taken for its fault.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}

package io.wattledger.chassis.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.postgresql.ds.PGSimpleDataSource;

/** The database of the service under test as its owner sees it, who may do what the service itself may not. */
public final class OwnerDatabase {

    private OwnerDatabase() {}

    /** Each connection is a new one. */
    public static DataSource source() {
        Config config = ConfigProvider.getConfig();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.getValue("quarkus.datasource.jdbc.url", String.class));
        source.setUser(config.getValue("quarkus.flyway.username", String.class));
        source.setPassword(config.getValue("quarkus.flyway.password", String.class));
        return source;
    }

    /**
     * Changes one row of a tenant behind everybody's back: no trigger of its table fires.
     *
     * @param tenant whose
     * @param table that it is in
     * @param statement what is done to it
     */
    public static void tamper(String tenant, String table, String statement) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement execute = connection.createStatement()) {
            connection.setAutoCommit(false);
            execute.execute("SELECT set_config('app.tenants', '" + tenant + "', true)");
            execute.execute("ALTER TABLE " + table + " DISABLE TRIGGER USER");
            int rows = execute.executeUpdate(statement);
            if (rows != 1) {
                throw new IllegalStateException(rows + " rows and not one: " + statement);
            }
            execute.execute("ALTER TABLE " + table + " ENABLE TRIGGER USER");
            connection.commit();
        }
    }
}

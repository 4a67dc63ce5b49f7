package io.wattledger.chassis.testing;

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
}

package io.wattledger.chassis.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** A schema of its own in the database of the service under test, made as it was at an earlier version and migrated from there. */
public final class EarlierSchema {

    private final String name;
    private final String service;
    private final String tenants;

    /**
     * Makes nothing yet.
     *
     * @param tenants whose rows there are
     */
    public EarlierSchema(String name, String service, String... tenants) {
        this.name = name;
        this.service = service;
        this.tenants = String.join("\u001F", tenants);
    }

    /** What is done with a statement of the owner, in the schema. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void with(Statement statement) throws SQLException;
    }

    /** Migrations of the service, up to the newest unless a target is set. */
    public FluentConfiguration migration() {
        return Flyway.configure()
                .dataSource(OwnerDatabase.source())
                .schemas(name)
                .locations("db/chassis", "db/migration")
                .placeholders(Map.of("service", service));
    }

    /** Does something as the owner, who works for the tenants, with times in UTC. */
    public void work(Work work) throws SQLException {
        withoutTenants(statement -> {
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SELECT set_config('app.tenants', '" + tenants + "', false)");
            work.with(statement);
        });
    }

    /** Does something as the owner, who works for nobody. */
    public void withoutTenants(Work work) throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = " + name);
            work.with(statement);
        }
    }

    /** Drops it with all that is in it. */
    public void drop() throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement drop = connection.createStatement()) {
            drop.execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
        }
    }
}

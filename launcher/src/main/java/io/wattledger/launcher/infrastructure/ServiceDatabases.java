package io.wattledger.launcher.infrastructure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * One database per service with the three roles of docs/architecture.md: the owner runs Flyway, the app serves requests,
 * and the operator, which cannot log in, is what the app switches to when it reads over all tenants. Metering has a
 * fourth, its intake.
 */
final class ServiceDatabases {

    static final List<String> SERVICES = List.of("metering", "pricing", "billing");

    private static final String INTAKE = "metering_intake";

    private ServiceDatabases() {}

    /** Makes what is missing and sets the passwords; does no harm where all is there. */
    static void ensure(PostgresServer server, Passwords passwords) throws SQLException {
        try (Connection connection = server.superuser("postgres").getConnection()) {
            for (String service : SERVICES) {
                ensureRoles(connection, service, passwords);
                ensureDatabase(connection, service);
            }
            ensureIntake(connection);
        }
    }

    private static void ensureRoles(Connection connection, String service, Passwords passwords) throws SQLException {
        ensureRole(connection, service + "_owner");
        ensureRole(connection, service + "_app");
        ensureRole(connection, service + "_operator");
        String restricted = " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ";
        // Up to PostgreSQL 15, that it owns the database lets it make tables there only if it inherits.
        execute(
                connection,
                "ALTER ROLE " + service + "_owner" + restricted + "INHERIT LOGIN PASSWORD '" + passwords.owner() + "'");
        // No inheritance: the app sees all tenants only where it says SET LOCAL ROLE.
        execute(
                connection,
                "ALTER ROLE " + service + "_app" + restricted + "NOINHERIT LOGIN PASSWORD '" + passwords.app() + "'");
        execute(connection, "ALTER ROLE " + service + "_operator" + restricted + "NOLOGIN");
        execute(connection, "GRANT " + service + "_operator TO " + service + "_app");
    }

    /**
     * What metering switches to for COPY, which PostgreSQL refuses to whom row-level security applies. It may insert into
     * the tables it copies into and read nothing; a trigger confines what it inserts.
     */
    private static void ensureIntake(Connection connection) throws SQLException {
        ensureRole(connection, INTAKE);
        execute(
                connection,
                "ALTER ROLE " + INTAKE + " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS NOLOGIN");
        execute(connection, "GRANT " + INTAKE + " TO metering_app");
    }

    private static void ensureRole(Connection connection, String role) throws SQLException {
        if (isAbsent(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
            execute(connection, "CREATE ROLE " + role + " NOINHERIT NOLOGIN");
        }
    }

    private static void ensureDatabase(Connection connection, String service) throws SQLException {
        if (isAbsent(connection, "SELECT 1 FROM pg_database WHERE datname = ?", service)) {
            execute(connection, "CREATE DATABASE " + service + " OWNER " + service + "_owner");
        }
        execute(connection, "REVOKE ALL ON DATABASE " + service + " FROM PUBLIC");
        execute(connection, "GRANT CONNECT ON DATABASE " + service + " TO " + service + "_app");
    }

    private static boolean isAbsent(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return !rows.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

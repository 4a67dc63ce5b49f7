package io.wattledger.metering.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Copies rows in as the role {@code metering_intake}, to whom row-level security does not apply, since PostgreSQL refuses
 * COPY to everybody else; the trigger confine_to_tenants asks of all rows at once what the policy would have asked of each.
 */
final class Intake {

    /** Below it the steps around a COPY take longer than it saves. */
    static final int FEWEST_TO_COPY = 50;

    private static final String UNIQUE_VIOLATION = "23505";

    /** Up to PostgreSQL 15 whoever is a member of a role may switch to it; from 16 on that is granted by itself. */
    private static final String IS_OPEN = """
            SELECT coalesce((SELECT rolbypassrls AND pg_has_role(current_user, oid,
                    CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END)
                FROM pg_roles WHERE rolname = 'metering_intake'), false)
            """;

    private static final String BEGIN = "SAVEPOINT copying; SET LOCAL ROLE metering_intake";
    private static final String END = "SET LOCAL ROLE NONE; RELEASE SAVEPOINT copying";
    private static final String UNDO = "ROLLBACK TO SAVEPOINT copying; RELEASE SAVEPOINT copying";

    private Intake() {}

    /** Whether so many rows are worth a COPY, and the role is there and may do what it is there for. */
    static boolean takes(Connection connection, int rows) throws SQLException {
        if (rows < FEWEST_TO_COPY) {
            return false;
        }
        try (PreparedStatement select = connection.prepareStatement(IS_OPEN);
                ResultSet row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * Runs a COPY … FROM STDIN (FORMAT binary).
     *
     * @return whether all rows were copied; if not, one of them is known already and none was
     */
    static boolean copy(Connection connection, String sql, CopyRows.Filling filling) throws SQLException {
        execute(connection, BEGIN);
        try {
            CopyRows.copy(connection.unwrap(PGConnection.class).getCopyAPI(), sql, filling);
        } catch (SQLException e) {
            if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
            execute(connection, UNDO);
            return false;
        }
        execute(connection, END);
        return true;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

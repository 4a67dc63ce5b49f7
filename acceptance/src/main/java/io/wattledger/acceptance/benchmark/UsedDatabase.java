package io.wattledger.acceptance.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes a new PostgreSQL like one that has been in use: the files of its write-ahead log are there and are written again, and
 * its buffers have been. A new one fills each file of 16 MiB with zeros before it writes into it, which happens once in the life of
 * a database, and the operating system each page of the buffers, once after each start.
 */
final class UsedDatabase {

    private static final long FILE = 16L << 20;

    /** What the launcher lets the log grow to between two checkpoints, less some room. */
    private static final long MOST = 6L << 30;

    private UsedDatabase() {}

    /**
     * Writes and frees files of the log for so many bytes.
     *
     * @param superuser may end files of the log
     * @return how many files are there
     */
    static long writeLog(Connection superuser, long bytes) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            for (long written = 0; written < Math.min(bytes, MOST); written += FILE) {
                statement.execute("SELECT pg_logical_emit_message(false, 'benchmark', ''), pg_switch_wal()");
            }
            statement.execute("CHECKPOINT");
            try (ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_ls_waldir() WHERE size = " + FILE)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Fills all buffers with pages of a table that is gone afterwards. A table that is copied in would fill few of them again and again. */
    static void useBuffers(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement()) {
            statement.execute(
                    "CREATE UNLOGGED TABLE filling (page text STORAGE PLAIN) WITH (autovacuum_enabled = false)");
            statement.execute("INSERT INTO filling SELECT repeat('x', 7900)"
                    + " FROM generate_series(1, (SELECT setting::int FROM pg_settings WHERE name = 'shared_buffers'))");
            statement.execute("DROP TABLE filling");
        }
    }

    /** Whether the buffers lie in huge pages of the operating system: on or off; PostgreSQL tells it from 17 on. */
    static String hugePages(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(current_setting('huge_pages_status', true), 'unknown')")) {
            row.next();
            return row.getString(1);
        }
    }
}

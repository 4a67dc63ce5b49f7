package io.wattledger.acceptance.benchmark;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Floor B: COPY of rows like those that metering keeps into an indexed table, a commit for every batch. */
final class CopyFloor {

    private static final int BATCH = 5_000;
    private static final String DATA = "\\\\x" + "7b".repeat(190);

    /** Copies as many rows as there are events; the nanoseconds spent copying and committing. */
    long nanosToCopy(Connection connection, long events) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE copy_floor (tenant_id text NOT NULL, event_key uuid NOT NULL,"
                    + " source text NOT NULL, event_id text NOT NULL, content_hash bytea NOT NULL,"
                    + " data bytea NOT NULL, PRIMARY KEY (tenant_id, event_key))");
        }
        connection.setAutoCommit(false);
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        long spent = 0;
        for (long from = 0; from < events; from += BATCH) {
            StringReader rows = new StringReader(rows(from, Math.min(events, from + BATCH)));
            long begun = System.nanoTime();
            copy.copyIn("COPY copy_floor FROM STDIN", rows);
            connection.commit();
            spent += System.nanoTime() - begun;
        }
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE copy_floor");
        }
        return spent;
    }

    private static String rows(long from, long to) {
        StringBuilder rows = new StringBuilder();
        for (long n = from; n < to; n++) {
            // Multiplied by an odd constant, keys fall all over the index as hashes do.
            String key = String.format("%016x%016x", n * 0x9E3779B97F4A7C15L, n);
            rows.append("tenant-").append(n % 200).append('\t').append(key).append('\t');
            rows.append("/collectors/node-").append(n % 12_500).append('\t');
            rows.append("interval:node-")
                    .append(n % 12_500)
                    .append(':')
                    .append(n)
                    .append('\t');
            rows.append("\\\\x")
                    .append(key)
                    .append(key)
                    .append('\t')
                    .append(DATA)
                    .append('\n');
        }
        return rows.toString();
    }
}

package io.wattledger.acceptance.benchmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * COPY of the very rows that metering has stored in a table, in their order, into one with the same columns, checks and
 * indexes, by one client with a commit for every batch. Of {@code usage_event} it is floor B.
 */
final class CopyFloor {

    private static final int BATCH = 5_000;
    private static final long MILLION = 1_000_000;

    private final String table;
    private long rows;
    private long nanos;
    private long nanosOfFirstMillion;

    /** @param table whose rows are copied */
    CopyFloor(String table) {
        this.table = table;
    }

    /**
     * Copies all rows: as many as metering has stored, so that the index grows as large.
     *
     * @param reader sees the rows of all tenants
     * @param writer may make tables
     */
    void run(Connection reader, Connection writer) throws SQLException, IOException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("CREATE TABLE copy_floor (LIKE " + table + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
                    + " INCLUDING INDEXES INCLUDING STORAGE)");
        }
        writer.setAutoCommit(false);
        CopyManager target = writer.unwrap(PGConnection.class).getCopyAPI();
        CopyOut source =
                reader.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT");
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        int inBatch = 0;
        for (byte[] row = source.readFromCopy(); row != null; row = source.readFromCopy()) {
            batch.write(row);
            inBatch++;
            if (inBatch == BATCH) {
                copy(target, writer, batch, inBatch);
                inBatch = 0;
            }
        }
        copy(target, writer, batch, inBatch);
        writer.setAutoCommit(true);
        try (Statement statement = writer.createStatement()) {
            statement.execute("DROP TABLE copy_floor");
        }
    }

    private void copy(CopyManager target, Connection writer, ByteArrayOutputStream batch, int inBatch)
            throws SQLException, IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(batch.toByteArray());
        long begun = System.nanoTime();
        target.copyIn("COPY copy_floor FROM STDIN", bytes);
        writer.commit();
        nanos += System.nanoTime() - begun;
        rows += inBatch;
        if (rows <= MILLION) {
            nanosOfFirstMillion = nanos;
        }
        batch.reset();
    }

    long rows() {
        return rows;
    }

    long nanos() {
        return nanos;
    }

    long rowsPerSecond() {
        return rows * 1_000_000_000L / Math.max(1, nanos);
    }

    /** The same of the first million, or of all if they are fewer. */
    long rowsPerSecondAtFirst() {
        return Math.min(rows, MILLION) * 1_000_000_000L / Math.max(1, nanosOfFirstMillion);
    }
}

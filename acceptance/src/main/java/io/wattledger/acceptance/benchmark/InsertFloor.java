package io.wattledger.acceptance.benchmark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * The floor of issuing: COPY of the very rows that billing has stored for an invoice into tables with the same columns, checks
 * and indexes, by one client with a commit for every batch of invoices.
 */
final class InsertFloor {

    /** What issuing writes for each invoice. */
    private static final List<String> TABLES =
            List.of("invoice", "invoice_document", "invoice_evidence", "invoiced_usage", "receivable_entry");

    private final int batch;
    private long invoices;
    private long nanos;

    /** @param batch invoices for each commit */
    InsertFloor(int batch) {
        this.batch = batch;
    }

    /**
     * Copies the rows of some invoices.
     *
     * @param reader sees the rows of all tenants
     * @param writer may make tables
     * @param most how many invoices, from the first of the series on
     */
    void run(Connection reader, Connection writer, long most) throws SQLException, IOException {
        try (Statement statement = writer.createStatement()) {
            for (String table : TABLES) {
                statement.execute("CREATE TABLE floor_" + table + " (LIKE " + table
                        + " INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES INCLUDING STORAGE)");
            }
        }
        writer.setAutoCommit(false);
        for (long first = 1; first <= most; first += batch) {
            copy(reader, writer, first);
        }
        writer.setAutoCommit(true);
        try (Statement statement = writer.createStatement()) {
            for (String table : TABLES) {
                statement.execute("DROP TABLE floor_" + table);
            }
        }
        invoices = most;
    }

    private void copy(Connection reader, Connection writer, long first) throws SQLException, IOException {
        CopyManager target = writer.unwrap(PGConnection.class).getCopyAPI();
        for (String table : TABLES) {
            ByteArrayInputStream rows = new ByteArrayInputStream(rows(reader, table, first));
            long begun = System.nanoTime();
            target.copyIn("COPY floor_" + table + " FROM STDIN", rows);
            nanos += System.nanoTime() - begun;
        }
        long begun = System.nanoTime();
        writer.commit();
        nanos += System.nanoTime() - begun;
    }

    private byte[] rows(Connection reader, String table, long first) throws SQLException, IOException {
        String wanted =
                "SELECT * FROM " + table + " WHERE (tenant_id, number) IN (SELECT tenant_id, number FROM invoice"
                        + " WHERE series_position BETWEEN " + first + " AND " + (first + batch - 1) + ")";
        CopyOut source = reader.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (" + wanted + ") TO STDOUT");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] row = source.readFromCopy(); row != null; row = source.readFromCopy()) {
            bytes.write(row);
        }
        return bytes.toByteArray();
    }

    long invoicesPerSecond() {
        return invoices * 1_000_000_000L / Math.max(1, nanos);
    }
}

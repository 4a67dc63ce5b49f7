package io.wattledger.billing.store;

import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.EvidenceBook;
import io.wattledger.billing.flow.InvoiceBook.Issue;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.chassis.tenancy.Writes.ManyRows;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** What documents were computed from, in PostgreSQL, which itself refuses to change it. */
@ApplicationScoped
public class PostgresEvidenceBook implements EvidenceBook {

    private static final ManyRows ADD =
            new ManyRows("INSERT INTO invoice_evidence (tenant_id, number, content) VALUES", "?, ?, ?", "");
    private static final String KEPT = "SELECT model, rule_set, content FROM invoice LEFT JOIN invoice_evidence"
            + " USING (tenant_id, number) WHERE number = ?";
    private static final String USAGE = "SELECT message FROM invoiced_usage WHERE tenant_id = ?"
            + " AND period_start >= ? AND period_start < ? AND number = ?"
            + " AND message <> ''::bytea ORDER BY project, site, sku, period_start";

    private static final int ROWS_AT_A_TIME = 1_000;

    static void add(Writes writes, Issue issue) {
        writes.add(
                ADD,
                issue.key().tenant(),
                issue.invoice().heading().number(),
                WireJson.write(issue.basis(), InvoiceBasis.class));
    }

    @Override
    public Optional<Kept> kept(Connection connection, String number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(KEPT)) {
            select.setString(1, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Kept(row.getBytes(1), Optional.ofNullable(row.getBytes(3)), row.getString(2)))
                        : Optional.empty();
            }
        }
    }

    @Override
    public void usage(
            Connection connection,
            String tenant,
            String number,
            Instant start,
            Instant end,
            Consumer<RatedUsage> record)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(USAGE)) {
            select.setFetchSize(ROWS_AT_A_TIME);
            select.setString(1, tenant);
            select.setObject(2, start.atOffset(ZoneOffset.UTC));
            select.setObject(3, end.atOffset(ZoneOffset.UTC));
            select.setString(4, number);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    record.accept(WireJson.read(row.getBytes(1), RatedUsage.class));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("usage is stored in a form that cannot be read", e);
        }
    }
}

package io.wattledger.billing.store;

import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.flow.EvidenceBook;
import io.wattledger.billing.flow.InvoiceBook.Issue;
import io.wattledger.billing.flow.UsageSpan;
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
import java.util.Collection;
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

    /** Of each record the row that was written last; that of usage which was taken off has an empty message. */
    private static final String STOOD = """
            SELECT message FROM (
                SELECT DISTINCT ON (project, site, sku, period_start) project, site, sku, period_start, message
                FROM invoiced_usage
                WHERE tenant_id = ? AND period_start >= ? AND period_start < ? AND number = ANY (?)
                  AND (project = ANY (?)) <> ?
                ORDER BY project, site, sku, period_start, change_number DESC) AS last
            WHERE message <> ''::bytea
            ORDER BY project, site, sku, period_start
            """;

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
            bind(select, tenant, start, end);
            select.setString(4, number);
            tell(select, record);
        }
    }

    @Override
    public void usage(Connection connection, UsageSpan span, Collection<String> numbers, Consumer<RatedUsage> record)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(STOOD)) {
            bind(select, span.tenant(), span.start(), span.end());
            select.setArray(4, connection.createArrayOf("text", numbers.toArray()));
            select.setArray(
                    5,
                    connection.createArrayOf("text", span.projects().projects().toArray()));
            select.setBoolean(6, span.projects().others());
            tell(select, record);
        }
    }

    private static void bind(PreparedStatement select, String tenant, Instant start, Instant end) throws SQLException {
        select.setString(1, tenant);
        select.setObject(2, start.atOffset(ZoneOffset.UTC));
        select.setObject(3, end.atOffset(ZoneOffset.UTC));
    }

    private static void tell(PreparedStatement select, Consumer<RatedUsage> record) throws SQLException {
        select.setFetchSize(ROWS_AT_A_TIME);
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                record.accept(WireJson.read(row.getBytes(1), RatedUsage.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("usage is stored in a form that cannot be read", e);
        }
    }
}

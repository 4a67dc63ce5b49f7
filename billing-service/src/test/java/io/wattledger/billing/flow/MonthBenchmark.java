package io.wattledger.billing.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.account.LegalEntity;
import io.wattledger.billing.document.EInvoice;
import io.wattledger.billing.document.InvoiceJson;
import io.wattledger.billing.flow.Documents.Printed;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Sha256;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How fast a month is computed, numbered and stored where its documents cost nothing: the same classes and the same database as
 * in the service, without what no run of the service leaves out, official rules and print. Not one of the tests; see
 * docs/benchmarks.md.
 */
@QuarkusTest
@WithSuite
class MonthBenchmark {

    private static final int TENANTS = Integer.getInteger("month.tenants", 10_000);
    private static final int DAYS = 30;
    private static final int PROJECTS = 3;
    private static final int TENANTS_AT_ONCE = 100;

    @Inject
    Books books;

    @Inject
    RunsPrintedOtherwise otherwise;

    @Inject
    TenantScope scope;

    @Inject
    InvoiceBook invoices;

    @Test
    void closesAMonth() {
        close("JSON", MonthBenchmark::json);
        close("JSON and UBL", MonthBenchmark::withXml);
    }

    private static Printed json(Invoice invoice) {
        return new Printed(List.of(document(DocumentKind.JSON, InvoiceJson.write(invoice))), "none", List.of());
    }

    private static Printed withXml(Invoice invoice) {
        return new Printed(
                List.of(
                        document(DocumentKind.JSON, InvoiceJson.write(invoice)),
                        document(DocumentKind.UBL, EInvoice.write(invoice, DocumentFormat.PEPPOL_BIS))),
                "none",
                List.of());
    }

    private static InvoiceDocument document(DocumentKind kind, byte[] content) {
        return new InvoiceDocument(kind, Sha256.hex(content), content);
    }

    private void close(String what, Documents documents) {
        LegalEntity entity = books.legalEntity();
        List<String> tenants = new ArrayList<>();
        while (tenants.size() < TENANTS) {
            List<String> some = books.tenantsOf(entity, Math.min(TENANTS_AT_ONCE, TENANTS - tenants.size()));
            books.rated(some.stream().flatMap(tenant -> month(tenant).stream()).toArray(RatedDay[]::new));
            tenants.addAll(some);
        }
        String run = books.start(tenants.toArray(String[]::new));
        long nanos = work(what, documents);
        System.out.printf(
                "%s: %,d tenants with %d charges each, %,d invoices/s computed, numbered and stored%n",
                what, TENANTS, DAYS, perSecond(TENANTS, nanos));
        assertThat(books.items(run)).hasSize(TENANTS).allMatch(item -> "issued".equals(item.outcome()));
        scope.inTransactionDo(tenants, connection -> {
            assertThat(number(connection, "SELECT count(DISTINCT number) FROM invoice"))
                    .isEqualTo(TENANTS);
            assertThat(number(connection, "SELECT max(series_position) FROM invoice"))
                    .isEqualTo(TENANTS);
            assertThat(number(connection, "SELECT count(*) FROM invoiced_usage"))
                    .isEqualTo((long) TENANTS * DAYS);
        });
    }

    private static List<RatedDay> month(String tenant) {
        List<RatedDay> days = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            days.add(IssueInvoiceTest.day(tenant, day)
                    .at("project-" + day % PROJECTS, "glomfjord", "h100-sxm")
                    .gpuHours("24", "19.90"));
        }
        return days;
    }

    /** The nanoseconds until nothing was left to do. */
    private long work(String what, Documents documents) {
        long begun = System.nanoTime();
        long[] last = {begun};
        otherwise.work(documents, steps -> {
            int before = (steps - 1) * IssueInvoices.MOST;
            int done = Math.min(TENANTS, steps * IssueInvoices.MOST);
            if (before < done) {
                long now = System.nanoTime();
                System.out.printf(
                        "  %s: %,d, the last %,d at %,d/s%n",
                        what, done, done - before, perSecond(done - before, now - last[0]));
                last[0] = now;
            }
        });
        return System.nanoTime() - begun;
    }

    private static long perSecond(long many, long nanos) {
        return many * 1_000_000L / Math.max(1, nanos / 1_000);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}

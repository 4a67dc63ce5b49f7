package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** What comes after the huge month was issued: its evidence, and revisions of a few records as either kind of correction. */
final class OneTenantAfterwards {

    private static final BigDecimal MORE = new BigDecimal("0.5");

    private final OneTenantMonth load;
    private final BillingUnderTest billing;
    private final String bootstrapServers;
    private final Path files;
    private long written;

    OneTenantAfterwards(OneTenantMonth load, BillingUnderTest billing, String bootstrapServers, Path files) {
        this.load = load;
        this.billing = billing;
        this.bootstrapServers = bootstrapServers;
        this.files = files;
        this.written = load.records();
    }

    void run() throws IOException, InterruptedException, SQLException {
        billing.timed("evidence of the invoice", () -> evidence(1));
        BigDecimal revised = load.unrounded();
        revised = revised.add(send(List.of(load.revised(0, 3, 2, MORE), load.revised(1, 4, 2, MORE.negate()))));
        billing.timed("credit note and invoice of two revised records", () -> billing.run(RatedMonth.MONTH, 2));
        billing.require("documents", "SELECT count(*) FROM invoice", 3);
        requireInvoiced(revised);
        billing.timed("evidence of the credit note", () -> evidence(2));
        billing.timed("evidence of the invoice of what became dearer", () -> evidence(3));
        billing.put(accounts("next-invoice"));
        revised = revised.add(send(List.of(load.revised(2, 5, 2, MORE))));
        LocalDate next = RatedMonth.MONTH.plusMonths(1).atDay(1);
        revised = revised.add(send(List.of(OneTenantMonth.first(next))));
        billing.timed("next invoice, correcting a record", () -> billing.run(RatedMonth.MONTH.plusMonths(1), 3));
        billing.require("documents", "SELECT count(*) FROM invoice", 4);
        requireInvoiced(revised);
        billing.timed("evidence of the next invoice", () -> evidence(4));
        System.out.printf("the bundles lie in %s%n", files);
    }

    /** The account, with what becomes of charges that change after issue. */
    static String accounts(String corrections) {
        return new RatedMonth(1, List.of("peppol-bis"))
                .accounts(0, 1)
                .replace("\"paymentTermsDays\"", "\"corrections\": \"" + corrections + "\", \"paymentTermsDays\"");
    }

    /** Sends records and waits until they are taken in; by how much the unrounded sum changes. */
    private BigDecimal send(List<OneTenantMonth.Revised> records) throws SQLException, InterruptedException {
        RatedMonth.write(bootstrapServers, records.stream().map(OneTenantMonth.Revised::usage));
        written += records.size();
        billing.awaitAtLeast(
                "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.RATED_USAGE
                        + "'",
                written);
        return records.stream().map(OneTenantMonth.Revised::change).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void requireInvoiced(BigDecimal unrounded) throws SQLException {
        BillingUnderTest.require(
                "unrounded sum of what was invoiced",
                unrounded,
                billing.decimal("SELECT sum(amount) FROM invoiced_usage"));
        billing.require(
                "rows that are open",
                "SELECT count(*) FROM rated_usage LEFT JOIN invoiced_usage USING (tenant_id, project, site, sku, period_start,"
                        + " change_number) WHERE number IS NULL",
                0);
    }

    private void evidence(int position) throws IOException, InterruptedException, SQLException {
        Path file = files.resolve("evidence-" + position + ".zip");
        String number = billing.text("SELECT number FROM invoice WHERE series_position = " + position);
        billing.download("/api/v1/invoices/" + number + "/evidence", "application/zip", file);
        System.out.printf("  the bundle of %s has %,d bytes%n", number, Files.size(file));
    }
}

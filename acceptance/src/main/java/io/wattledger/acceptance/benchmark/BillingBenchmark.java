package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * Billing from rated usage to the last invoice of a month: computed, numbered, written as XML, found valid, printed and stored.
 *
 * <p>Usage: {@code BillingBenchmark ROOT [TENANTS] [FORMAT...]} or {@code BillingBenchmark ROOT --one-tenant [CHARGES]}; see docs/benchmarks.md.
 */
public final class BillingBenchmark {

    private static final int ACCOUNTS_AT_ONCE = 1_000;
    private static final int FLOOR_INVOICES = 2_000;
    private static final int FLOOR_BATCH = 32;
    private static final int PROGRESS = 1_000;

    private final RatedMonth load;
    private final SuiteUnderTest suite;

    private BillingBenchmark(RatedMonth load, SuiteUnderTest suite) {
        this.load = load;
        this.suite = suite;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        if (arguments.length > 1 && arguments[1].equals("--one-tenant")) {
            OneTenantBenchmark.run(root, arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000);
            return;
        }
        int tenants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        List<String> formats = arguments.length > 2
                ? List.of(Arrays.copyOfRange(arguments, 2, arguments.length))
                : List.of("peppol-bis");
        RatedMonth load = new RatedMonth(tenants, formats);
        try (SuiteUnderTest suite = new SuiteUnderTest(root, Files.createTempDirectory("wattledger-benchmark"))) {
            new BillingBenchmark(load, suite).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        ServiceUnderTest service = suite.start("billing");
        try (Connection operator = service.operator();
                Connection owner = service.owner()) {
            BillingUnderTest billing =
                    new BillingUnderTest(service, suite.tokens().token("operator", null), operator);
            applyAccounts(billing);
            takeIn(billing);
            close(billing);
            verify(billing);
            InsertFloor floor = new InsertFloor(FLOOR_BATCH);
            floor.run(operator, owner, Math.min(FLOOR_INVOICES, load.tenants()));
            System.out.printf("floor, bare insert of their rows: %,9d invoices/s%n", floor.invoicesPerSecond());
            billing.printMemory();
        }
    }

    private void applyAccounts(BillingUnderTest billing) throws IOException, InterruptedException {
        billing.put(RatedMonth.legalEntity());
        for (int first = 0; first < load.tenants(); first += ACCOUNTS_AT_ONCE) {
            billing.put(load.accounts(first, Math.min(ACCOUNTS_AT_ONCE, load.tenants() - first)));
        }
    }

    private void takeIn(BillingUnderTest billing) throws SQLException, InterruptedException, IOException {
        ProcessTimes before = suite.processTimes();
        long begun = System.nanoTime();
        load.writeCharges(suite.bootstrapServers());
        billing.awaitAtLeast(
                "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.RATED_USAGE
                        + "'",
                load.charges());
        System.out.printf(
                "%,d tenants, %,d charges, taken in at %,d charges/s%n",
                load.tenants(), load.charges(), load.charges() * 1_000_000L / ((System.nanoTime() - begun) / 1_000));
        System.out.printf(
                "processor time per charge in µs: %s%n", suite.processTimes().perEvent(before, load.charges()));
    }

    private void close(BillingUnderTest billing) throws IOException, InterruptedException, SQLException {
        MonthProgress begun = MonthProgress.now(suite, billing);
        billing.run(RatedMonth.MONTH);
        MonthProgress last = begun;
        for (int issued = PROGRESS; issued <= load.tenants(); issued += PROGRESS) {
            billing.awaitAtLeast("SELECT coalesce(sum(next_position - 1), 0) FROM invoice_series", issued);
            MonthProgress now = MonthProgress.now(suite, billing);
            MonthProgress thousand = now.since(last);
            System.out.printf(
                    "  %,d issued, the last thousand at %,d/s; processor time in µs: %s%n",
                    issued, thousand.perSecond(PROGRESS), thousand.perInvoice(PROGRESS));
            last = now;
        }
        billing.awaitAtLeast("SELECT count(*) FROM invoice_run WHERE finished_at IS NOT NULL", 1);
        MonthProgress all = MonthProgress.now(suite, billing).since(begun);
        System.out.printf(
                "month closed, documents %s: %,9d invoices/s%n", load.formats(), all.perSecond(load.tenants()));
        System.out.printf("processor time per invoice in µs: %s%n", all.perInvoice(load.tenants()));
        all.printParts(load.tenants());
    }

    private void verify(BillingUnderTest billing) throws SQLException {
        billing.require("invoices", "SELECT count(*) FROM invoice", load.tenants());
        billing.require("tenants invoiced", "SELECT count(DISTINCT tenant_id) FROM invoice", load.tenants());
        billing.require("numbers", "SELECT count(DISTINCT number) FROM invoice", load.tenants());
        billing.require("first number", "SELECT min(series_position) FROM invoice", 1);
        billing.require("last number", "SELECT max(series_position) FROM invoice", load.tenants());
        billing.require("charges invoiced", "SELECT count(*) FROM invoiced_usage", load.charges());
        billing.require("PDFs", "SELECT count(*) FROM invoice_document WHERE kind = 'PDF'", load.tenants());
        billing.require("ledgers", "SELECT count(*) FROM receivable_entry", load.tenants());
        BillingUnderTest.require("net of all invoices", load.net(), billing.decimal("SELECT sum(net) FROM invoice"));
    }
}

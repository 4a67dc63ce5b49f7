package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Billing from rated usage to the last invoice of a month: computed, numbered, written as XML, found valid, printed and stored.
 *
 * <p>Usage: {@code BillingBenchmark ROOT [TENANTS] [FORMAT...]}; see docs/benchmarks.md.
 */
public final class BillingBenchmark {

    /** Those of the launcher, so that what is measured is what a user gets. */
    private static final List<String> OPTIONS = List.of(System.getProperty(
                    "wattledger.benchmark.billing",
                    "-Xms48m -Xmx256m -XX:+UseSerialGC -Xss512k -XX:ReservedCodeCacheSize=64m")
            .split(" "));

    private static final int ACCOUNTS_AT_ONCE = 1_000;
    private static final int FLOOR_INVOICES = 2_000;
    private static final int FLOOR_BATCH = 32;
    private static final int PROGRESS = 1_000;
    private static final String STEP_METRIC = "wattledger_billing_document_processor_seconds_total";

    private final RatedMonth load;
    private final SuiteUnderTest suite;
    private final String token;

    private BillingBenchmark(RatedMonth load, SuiteUnderTest suite) {
        this.load = load;
        this.suite = suite;
        this.token = suite.tokens().token("operator", null);
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
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
        ServiceUnderTest billing = suite.start("billing", OPTIONS);
        try (Connection operator = billing.operator();
                Connection owner = billing.owner()) {
            applyAccounts(billing);
            takeIn(operator);
            close(billing, operator);
            verify(operator);
            InsertFloor floor = new InsertFloor(FLOOR_BATCH);
            floor.run(operator, owner, Math.min(FLOOR_INVOICES, load.tenants()));
            System.out.printf("floor, bare insert of their rows: %,9d invoices/s%n", floor.invoicesPerSecond());
            System.out.printf(
                    "billing %,d MiB resident, at most %,d%n", billing.mebibytes("VmRSS"), billing.mebibytes("VmHWM"));
        }
    }

    private void applyAccounts(ServiceUnderTest billing) throws IOException, InterruptedException {
        put(billing, RatedMonth.legalEntity());
        for (int first = 0; first < load.tenants(); first += ACCOUNTS_AT_ONCE) {
            put(billing, load.accounts(first, Math.min(ACCOUNTS_AT_ONCE, load.tenants() - first)));
        }
    }

    private void takeIn(Connection operator) throws SQLException, InterruptedException, IOException {
        ProcessTimes before = suite.processTimes();
        long begun = System.nanoTime();
        load.writeCharges(suite.bootstrapServers());
        awaitAtLeast(
                operator,
                "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.RATED_USAGE
                        + "'",
                load.charges());
        System.out.printf(
                "%,d tenants, %,d charges, taken in at %,d charges/s%n",
                load.tenants(), load.charges(), load.charges() * 1_000_000L / ((System.nanoTime() - begun) / 1_000));
        System.out.printf(
                "processor time per charge in µs: %s%n", suite.processTimes().perEvent(before, load.charges()));
    }

    private void close(ServiceUnderTest billing, Connection operator)
            throws IOException, InterruptedException, SQLException {
        StepTimes stepsBefore = steps(billing);
        ProcessTimes before = suite.processTimes();
        long begun = System.nanoTime();
        send(HttpRequest.newBuilder(billing.at("/api/v1/invoice-runs"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "benchmark")
                .POST(BodyPublishers.ofString("{\"periods\": [\"" + RatedMonth.MONTH + "\"]}")));
        long last = begun;
        for (long thousand = PROGRESS; thousand <= load.tenants(); thousand += PROGRESS) {
            awaitAtLeast(operator, "SELECT count(*) FROM invoice", thousand);
            System.out.printf("  %,d issued, the last thousand at %,d/s%n", thousand, perSecond(PROGRESS, last));
            last = System.nanoTime();
        }
        awaitAtLeast(operator, "SELECT count(*) FROM invoice_run WHERE finished_at IS NOT NULL", 1);
        long rate = perSecond(load.tenants(), begun);
        ProcessTimes spent = suite.processTimes().since(before);
        StepTimes steps = steps(billing).since(stepsBefore);
        System.out.printf("month closed, documents %s: %,9d invoices/s%n", load.formats(), rate);
        System.out.printf("processor time per invoice in µs: %s%n", spent.perEvent(load.tenants()));
        System.out.printf("  of billing's for documents: %s%n", steps.perInvoice(load.tenants()));
        long all = spent.micros("billing") + spent.micros("database") + spent.micros("broker");
        part("computed, numbered and stored", all - steps.micros());
        part("the same with XML", all - steps.micros() + steps.micros("write"));
        part("the same with validation", all - steps.micros("print"));
        part("all, with PDF, JSON and CSV", all);
    }

    /** What so much processor time comes to on this machine, if all its processors do nothing else. */
    private void part(String what, long micros) {
        long each = Math.max(1, micros / load.tenants());
        System.out.printf(
                "  %-32s %,7d µs each, %,d/s on %d processors that do nothing else%n",
                what,
                each,
                1_000_000L * Runtime.getRuntime().availableProcessors() / each,
                Runtime.getRuntime().availableProcessors());
    }

    private StepTimes steps(ServiceUnderTest billing) throws IOException, InterruptedException {
        return StepTimes.of(send(HttpRequest.newBuilder(billing.at("/q/metrics"))), STEP_METRIC);
    }

    /** A fast wrong answer is none. */
    private void verify(Connection operator) throws SQLException {
        require(operator, "invoices", "SELECT count(*) FROM invoice", load.tenants());
        require(operator, "tenants invoiced", "SELECT count(DISTINCT tenant_id) FROM invoice", load.tenants());
        require(operator, "numbers", "SELECT count(DISTINCT number) FROM invoice", load.tenants());
        require(operator, "first number", "SELECT min(series_position) FROM invoice", 1);
        require(operator, "last number", "SELECT max(series_position) FROM invoice", load.tenants());
        require(operator, "charges invoiced", "SELECT count(*) FROM invoiced_usage", load.charges());
        require(operator, "PDFs", "SELECT count(*) FROM invoice_document WHERE kind = 'PDF'", load.tenants());
        require(operator, "ledgers", "SELECT count(*) FROM receivable_entry", load.tenants());
        BigDecimal net = decimal(operator, "SELECT sum(net) FROM invoice");
        if (net.compareTo(load.net()) != 0) {
            throw new IllegalStateException("net of all invoices: " + net + ", not " + load.net());
        }
        System.out.printf("  checked: net of all invoices: %s NOK%n", net);
    }

    private static void require(Connection operator, String what, String sql, long expected) throws SQLException {
        long found = number(operator, sql);
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
        System.out.printf("  checked: %s: %,d%n", what, found);
    }

    private static long perSecond(long many, long begun) {
        return many * 1_000_000L / Math.max(1, (System.nanoTime() - begun) / 1_000);
    }

    private static void awaitAtLeast(Connection operator, String sql, long least)
            throws SQLException, InterruptedException {
        while (number(operator, sql) < least) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void put(ServiceUnderTest billing, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(billing.at("/api/v1/catalog"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    request.header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("billing answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    private static long number(Connection database, String sql) throws SQLException {
        return decimal(database, sql).longValueExact();
    }

    private static BigDecimal decimal(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getBigDecimal(1);
        }
    }
}

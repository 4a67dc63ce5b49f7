package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Pricing from slot message to published charge, and from a revised price document to the last charge that it changes.
 *
 * <p>Usage: {@code PricingBenchmark ROOT [TENANTS] [DAYS]}; see docs/benchmarks.md.
 */
public final class PricingBenchmark {

    private static final int REVISED_DAY = 1;

    private final PricedMonth load;
    private final SuiteUnderTest suite;
    private final String token;

    private PricingBenchmark(PricedMonth load, SuiteUnderTest suite) {
        this.load = load;
        this.suite = suite;
        this.token = suite.tokens().token("operator", null);
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        int tenants = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        int days = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7;
        PricedMonth load = new PricedMonth(tenants, days);
        try (SuiteUnderTest suite = new SuiteUnderTest(root, Files.createTempDirectory("wattledger-benchmark"))) {
            new PricingBenchmark(load, suite).run();
        }
    }

    private void run() throws IOException, InterruptedException, SQLException {
        try (ServiceUnderTest preparing = suite.start("pricing")) {
            PricingDoors doors = new PricingDoors(preparing, token);
            doors.put(PricingDoors.catalog("rating-catalog.json"));
            doors.prices("prices.csv", PricedMonth.prices(0, load.days(), 1));
            doors.rates("rates.csv", load.rates());
            load.writeAccounts(suite.bootstrapServers());
            try (Connection operator = preparing.operator()) {
                awaitAtLeast(operator, "SELECT count(*) FROM account", load.tenants());
            }
        }
        load.writeSlots(suite.bootstrapServers());
        System.out.printf(
                "%,d tenants, %d days, %,d slots on %s%n",
                load.tenants(), load.days(), load.slots(), Topics.METERED_USAGE);
        System.out.printf(
                "floor, read and decode only:      %,9d slots/s%n",
                perSecond(load.nanosToDecode(suite.bootstrapServers())));
        ServiceUnderTest pricing = suite.start("pricing");
        try (Connection operator = pricing.operator()) {
            rateAll(operator);
            revise(pricing, operator);
            System.out.printf(
                    "pricing %,d MiB resident, at most %,d%n", pricing.mebibytes("VmRSS"), pricing.mebibytes("VmHWM"));
        }
    }

    private void rateAll(Connection operator) throws SQLException, InterruptedException, IOException {
        ProcessTimes before = suite.processTimes();
        long begun = System.nanoTime();
        awaitAtLeast(operator, consumed(), load.slots());
        long takenIn = System.nanoTime() - begun;
        awaitIdle(operator);
        long nanos = System.nanoTime() - begun;
        System.out.printf(
                "slot message to published charge: %,9d slots/s (%,d ms until taken in, %,d ms until all published)%n",
                perSecond(nanos), takenIn / 1_000_000, nanos / 1_000_000);
        System.out.printf(
                "processor time per slot in µs: %s%n", suite.processTimes().perEvent(before, load.slots()));
        System.out.printf(
                "records published: %,d, of %,d charge periods%n",
                number(operator, "SELECT coalesce(sum(revision), 0) FROM rated_day"),
                number(operator, "SELECT count(*) FROM rated_day"));
        long counted = number(
                operator,
                "SELECT coalesce(sum(milli_gpu_seconds), 0) FROM rated_day WHERE site <> '-' AND gap_count = 0");
        require("milli-GPU-seconds rated without a gap", counted, load.milliGpuSeconds());
        require("months rated", number(operator, "SELECT count(*) FROM rated_month"), load.tenants());
    }

    private void revise(ServiceUnderTest pricing, Connection operator)
            throws IOException, InterruptedException, SQLException {
        for (int time = 1; time <= 3; time++) {
            byte[] revised = PricedMonth.prices(REVISED_DAY, 1, 1 + time);
            long thatDay = number(operator, revisions("="));
            long otherDays = number(operator, revisions("<>"));
            long begun = System.nanoTime();
            new PricingDoors(pricing, token).prices("revised.csv", revised);
            long accepted = System.nanoTime() - begun;
            awaitIdle(operator);
            System.out.printf(
                    "revised price day, %,d tenants: %,d ms until the last charge is published (document taken in after %,d ms)%n",
                    load.tenants(), (System.nanoTime() - begun) / 1_000_000, accepted / 1_000_000);
            require("days rated again", number(operator, revisions("=")) - thatDay, load.tenants());
            require("other days rated again", number(operator, revisions("<>")) - otherDays, 0);
        }
    }

    private static String revisions(String comparison) {
        return "SELECT coalesce(sum(revision), 0) FROM rated_day WHERE site <> '-' AND site_date " + comparison + " '"
                + PricedMonth.day(REVISED_DAY) + "'";
    }

    private static String consumed() {
        return "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.METERED_USAGE
                + "'";
    }

    /** Waits until nothing waits to be spread, rated or sent; looked at in one snapshot. */
    private static void awaitIdle(Connection operator) throws SQLException, InterruptedException {
        String waiting = "SELECT (SELECT count(*) FROM input_change) + (SELECT count(*) FROM dirty_day)"
                + " + (SELECT count(*) FROM dirty_month) + (SELECT count(*) FROM outbox)";
        while (number(operator, waiting) > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void awaitAtLeast(Connection operator, String sql, long least)
            throws SQLException, InterruptedException {
        while (number(operator, sql) < least) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long perSecond(long nanos) {
        return load.slots() * 1_000_000L / Math.max(1, nanos / 1000);
    }

    /** A fast wrong answer is none. */
    private static void require(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + ", not " + expected);
        }
        System.out.printf("  checked: %s: %,d%n", what, found);
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * What metering and pricing cost while usage comes as it happens: 100,000 allocations that say each minute that they are there.
 *
 * <p>Usage: {@code LiveBenchmark ROOT [MINUTES]}; see docs/benchmarks.md.
 */
public final class LiveBenchmark {

    private static final int DEFAULT_MINUTES = 10;
    private static final int FEWEST_MINUTES = 2;
    private static final int MINUTES_PER_HOUR = 60;
    private static final long MEBIBYTE = 1 << 20;

    private final SuiteUnderTest suite;
    private final HeartbeatLoad load;

    private LiveBenchmark(SuiteUnderTest suite, HeartbeatLoad load) {
        this.suite = suite;
        this.load = load;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        int minutes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DEFAULT_MINUTES;
        if (minutes < FEWEST_MINUTES) {
            System.err.println("Usage: LiveBenchmark ROOT [MINUTES], at least " + FEWEST_MINUTES
                    + ": the first one is not among those that count");
            System.exit(2);
        }
        try (SuiteUnderTest suite = new SuiteUnderTest(root, Files.createTempDirectory("wattledger-benchmark"))) {
            ServiceUnderTest pricing = suite.start("pricing");
            PricingDoors doors = new PricingDoors(pricing, suite.tokens().token("operator", null));
            new LiveMonth(Clock.systemUTC().instant()).prepare(doors, suite.bootstrapServers());
            ServiceUnderTest metering = suite.start("metering");
            Instant beginning = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
            HeartbeatLoad load = new HeartbeatLoad((long) minutes * UsageLoad.ACTIVE, beginning);
            new LiveBenchmark(suite, load).run(metering, pricing, minutes);
        }
    }

    private void run(ServiceUnderTest metering, ServiceUnderTest pricing, int minutes)
            throws IOException, InterruptedException, SQLException {
        Thread sender =
                Thread.ofPlatform().daemon().start(() -> KafkaLoad.writeAsItHappens(load, suite.bootstrapServers()));
        try (Connection meteringRows = metering.operator();
                Connection pricingRows = pricing.operator()) {
            Figures before = figures(meteringRows, pricingRows);
            Figures first = before;
            for (int minute = 1; minute <= minutes; minute++) {
                Figures now = figuresAfter(Duration.ofMinutes(1), meteringRows, pricingRows);
                print("minute " + minute, before, now, 1);
                // The first minute holds the time in which new processes compile themselves.
                first = minute == 1 ? now : first;
                before = now;
            }
            print("all but the first", first, before, minutes - 1);
            sender.join(Duration.ofMinutes(1));
            check(meteringRows, pricingRows);
        }
    }

    /**
     * How far everything is.
     *
     * @param entered events in the database of metering
     * @param ratings revisions of records that pricing has published
     * @param bytes of the databases of both
     */
    private record Figures(ProcessTimes times, long entered, long ratings, long bytes) {}

    private Figures figuresAfter(Duration rest, Connection metering, Connection pricing)
            throws InterruptedException, IOException, SQLException {
        TimeUnit.NANOSECONDS.sleep(rest.toNanos());
        return figures(metering, pricing);
    }

    private Figures figures(Connection metering, Connection pricing) throws IOException, SQLException {
        try (Connection all = suite.superuser()) {
            return figures(metering, pricing, all);
        }
    }

    private Figures figures(Connection metering, Connection pricing, Connection all) throws IOException, SQLException {
        return new Figures(
                suite.processTimes(),
                entered(metering),
                number(pricing, "SELECT coalesce(sum(revision), 0) FROM rated_day"),
                number(all, "SELECT pg_database_size('metering') + pg_database_size('pricing')"));
    }

    private static void print(String what, Figures from, Figures until, int minutes) {
        System.out.printf(
                "%s: %,d events entered, %,d records rated, %,d MiB an hour; processors: %s%n",
                what,
                until.entered() - from.entered(),
                until.ratings() - from.ratings(),
                (until.bytes() - from.bytes()) * MINUTES_PER_HOUR / minutes / MEBIBYTE,
                until.times().since(from.times()).shares(Duration.ofMinutes(minutes)));
    }

    /** What was sent is entered, and what is entered is rated or waits to be: a cheap wrong answer is none. */
    private void check(Connection metering, Connection pricing) throws SQLException, InterruptedException {
        while (entered(metering) < load.events()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        long distinct = number(metering, "SELECT count(*) FROM usage_event");
        if (distinct != load.distinct()) {
            throw new IllegalStateException(distinct + " events are stored, not " + load.distinct());
        }
        long series = number(
                pricing, "SELECT count(DISTINCT (tenant_id, project, site, sku)) FROM rated_day WHERE site <> '-'");
        long gaps = number(pricing, "SELECT count(*) FROM rated_day WHERE gap_count > 0");
        if (series == 0 || gaps > 0) {
            throw new IllegalStateException(series + " series are rated, " + gaps + " days of them without a price");
        }
        System.out.printf("checked: %,d distinct events stored once; %,d series rated%n", distinct, series);
    }

    private static long entered(Connection metering) throws SQLException {
        return number(
                metering,
                "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.USAGE_EVENTS
                        + "'");
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

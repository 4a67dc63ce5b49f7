package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import java.io.IOException;
import java.io.PrintStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Events per second from Kafka record, or request, to committed slot, beside what the same machine needs in the same run
 * to read and decode the same topic (floor A) and to copy the same rows into an indexed table (floor B).
 *
 * <p>Usage: {@code IngestBenchmark ROOT [--mix=interval|start-stop|heartbeat|all] [--http] [EVENTS]}; see
 * docs/benchmarks.md.
 */
public final class IngestBenchmark {

    private static final long DEFAULT_EVENTS = 2_000_000;
    private static final long MILLION = 1_000_000;
    private static final long SMALL_STEP = 250_000;

    /** More than any mix writes for an event, and a row of floor B is none larger. */
    private static final long LOG_BYTES_PER_EVENT = 1_000;

    private static final Duration LONGEST_PUBLICATION = Duration.ofSeconds(60);

    /** What is known of allocations and heartbeats beside the events: a row for each, changed by what comes after. */
    private static final List<String> STATE_TABLES = List.of("allocation", "beat_allocation");

    /** Long enough ago for what happens meanwhile, and not so long that events count as late. */
    private static final Duration AGO = Duration.ofHours(36);

    private final UsageLoad load;
    private final PrintStream out;

    private IngestBenchmark(UsageLoad load, PrintStream out) {
        this.load = load;
        this.out = out;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        List<String> mixes = List.of("interval");
        boolean isHttp = false;
        long events = DEFAULT_EVENTS;
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (argument.startsWith("--mix=")) {
                String mix = argument.substring("--mix=".length());
                mixes = mix.equals("all") ? List.of("interval", "start-stop", "heartbeat") : List.of(mix);
            } else if (argument.equals("--http")) {
                isHttp = true;
            } else {
                events = Long.parseLong(argument.replace("_", ""));
            }
        }
        Instant beginning =
                Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS).minus(AGO);
        for (String mix : mixes) {
            UsageLoad load = load(mix, events, beginning);
            System.out.printf("mix %s, %,d events, %,d distinct%n", mix, load.events(), load.distinct());
            Path data = Files.createTempDirectory("wattledger-benchmark");
            try (SuiteUnderTest suite = new SuiteUnderTest(root, data)) {
                IngestBenchmark benchmark = new IngestBenchmark(load, System.out);
                KafkaLoad.writeReferenceData(suite.bootstrapServers());
                benchmark.useDatabase(suite);
                if (isHttp) {
                    benchmark.overHttp(suite);
                } else {
                    benchmark.overKafka(suite);
                }
            }
        }
    }

    private static UsageLoad load(String mix, long events, Instant beginning) {
        return switch (mix) {
            case "interval" -> new IntervalLoad(events, beginning);
            case "start-stop" -> new AllocationLoad(events, beginning);
            case "heartbeat" -> new HeartbeatLoad(events, beginning);
            default -> throw new IllegalArgumentException("mix is " + mix + ": interval, start-stop, heartbeat or all");
        };
    }

    private void useDatabase(SuiteUnderTest suite) throws IOException, SQLException {
        try (Connection superuser = suite.superuser()) {
            long rows = 2 * load.events();
            UsedDatabase.useBuffers(superuser);
            out.printf(
                    "%,d files of the write-ahead log are there to be used again; buffers in huge pages: %s%n",
                    UsedDatabase.writeLog(superuser, rows * LOG_BYTES_PER_EVENT), UsedDatabase.hugePages(superuser));
        }
    }

    private void overKafka(SuiteUnderTest suite) throws IOException, InterruptedException, SQLException {
        out.printf("writing them to %s ...%n", Topics.USAGE_EVENTS);
        KafkaLoad.writeEvents(load, suite.bootstrapServers());
        DecodingFloor floorA = new DecodingFloor();
        long decoding = load.events() * 1_000_000_000L / floorA.nanosToRead(load, suite.bootstrapServers());
        out.printf("floor A, read and decode only:    %,9d events/s (%,d GPUs seen)%n", decoding, floorA.gpus());
        ServiceUnderTest metering = suite.start("metering");
        try (Connection operator = metering.operator();
                Connection owner = metering.owner()) {
            long pipeline = rateUntilAll(suite, metering, operator, () -> consumed(operator));
            awaitPublished(suite, operator);
            Copying copying = floorB(operator, owner);
            out.printf("pipeline, record to slot:         %,9d events/s%n", pipeline);
            out.printf("  of floor A: %d %%, %s%n", 100 * pipeline / decoding, copying.parts(pipeline));
            check(operator);
        }
    }

    private void overHttp(SuiteUnderTest suite) throws IOException, InterruptedException, SQLException {
        out.println("writing the bodies ...");
        HttpClientLoad client = new HttpClientLoad(load);
        ServiceUnderTest metering = suite.start("metering");
        try (Connection operator = metering.operator();
                Connection owner = metering.owner()) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    client.send(
                            metering.at("/api/v1/events"),
                            tenant -> suite.tokens().token("collector", tenant));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            long pipeline = rateUntilAll(suite, metering, operator, () -> {
                if (!sender.isAlive() && client.answered() < load.events()) {
                    throw new IllegalStateException("the senders stopped at " + client.answered() + " events");
                }
                return client.answered();
            });
            awaitPublished(suite, operator);
            Copying copying = floorB(operator, owner);
            out.printf("HTTP, batches of 1,000:           %,9d events/s%n", pipeline);
            out.printf("  %s%n", copying.parts(pipeline));
            check(operator);
        }
    }

    /**
     * What floor B came to.
     *
     * @param eventsPerSecond of the rows of events alone
     * @param withStatePerSecond of the same with the rows of allocations that they leave; the same number where there are none
     */
    private record Copying(long eventsPerSecond, long withStatePerSecond) {

        String parts(long pipeline) {
            return "of floor B: %d %%, with what they leave: %d %%"
                    .formatted(100 * pipeline / eventsPerSecond, 100 * pipeline / withStatePerSecond);
        }
    }

    private Copying floorB(Connection operator, Connection owner) throws SQLException, IOException {
        CopyFloor floor = new CopyFloor("usage_event");
        floor.run(operator, owner);
        out.printf(
                "floor B, COPY into indexed table: %,9d rows/s of %,d rows, the first million at %,d%n",
                floor.rowsPerSecond(), floor.rows(), floor.rowsPerSecondAtFirst());
        long rowsBeside = 0;
        long nanos = floor.nanos();
        for (String table : STATE_TABLES) {
            CopyFloor beside = new CopyFloor(table);
            beside.run(operator, owner);
            rowsBeside += beside.rows();
            nanos += beside.nanos();
        }
        long withState = floor.rows() * 1_000_000_000L / nanos;
        out.printf(
                "the same with what they leave:    %,9d events/s, with %,d rows of allocations%n",
                withState, rowsBeside);
        return new Copying(floor.rowsPerSecond(), withState);
    }

    private long rateUntilAll(
            SuiteUnderTest suite, ServiceUnderTest metering, Connection database, LongSupplier progress)
            throws SQLException, InterruptedException, IOException {
        long step = load.events() >= 2 * MILLION ? MILLION : SMALL_STEP;
        ProcessTimes before = suite.processTimes();
        long logBefore = number(database, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
        long begun = System.nanoTime();
        ProcessTimes markTimes = before;
        long mark = begun;
        long marked = 0;
        long done = 0;
        while (done < load.events()) {
            TimeUnit.MILLISECONDS.sleep(50);
            done = progress.getAsLong();
            if (done >= marked + step || done >= load.events()) {
                long now = System.nanoTime();
                ProcessTimes times = suite.processTimes();
                out.printf(
                        "  %,12d events, %,d events/s, metering %,d MiB, µs of processor per event: %s%n",
                        done,
                        (done - marked) * 1_000_000_000L / (now - mark),
                        metering.mebibytes("VmRSS"),
                        times.perEvent(markTimes, done - marked));
                mark = now;
                markTimes = times;
                marked = done;
            }
        }
        long nanos = System.nanoTime() - begun;
        long log = number(database, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - logBefore;
        out.printf("processor time per event in µs: %s%n", suite.processTimes().perEvent(before, load.events()));
        out.printf(
                "write-ahead log: %,d bytes per event; metering %,d MiB resident, at most %,d%n",
                log / load.events(), metering.mebibytes("VmRSS"), metering.mebibytes("VmHWM"));
        return load.events() * 1_000_000_000L / nanos;
    }

    private static long consumed(Connection database) {
        try {
            return number(
                    database,
                    "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.USAGE_EVENTS
                            + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was left to be published when the last event was committed must be gone soon: publishing goes along with intake. */
    private void awaitPublished(SuiteUnderTest suite, Connection database) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long left = number(database, "SELECT count(*) FROM slot_change");
        while (number(database, "SELECT count(*) FROM slot_change") > 0) {
            if (System.nanoTime() - begun > LONGEST_PUBLICATION.toNanos()) {
                throw new IllegalStateException("changed slots are still not published after " + LONGEST_PUBLICATION);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        out.printf(
                "slots: %,d changes were not published yet at the last event, all were %,d ms later; %,d totals in all%n",
                left,
                (System.nanoTime() - begun) / 1_000_000,
                KafkaLoad.records(Topics.METERED_USAGE, suite.bootstrapServers()));
    }

    /** A fast wrong answer is none: every distinct event must be there once, and must count once. */
    private void check(Connection database) throws SQLException {
        List<String> wrong = new ArrayList<>();
        long stored = number(database, "SELECT count(*) FROM usage_event");
        if (stored != load.distinct()) {
            wrong.add(stored + " events are stored, not " + load.distinct());
        }
        long counted = number(database, "SELECT coalesce(sum(milli_gpu_seconds), 0) FROM usage_slot");
        long expected = load.milliGpuSeconds(load.distinct());
        if (counted != expected) {
            wrong.add(counted + " milli-GPU-seconds are in the slots, not " + expected);
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
        out.printf(
                "checked: %,d distinct events stored once, %,d milli-GPU-seconds in %,d slots as they must be%n",
                stored, counted, number(database, "SELECT count(*) FROM usage_slot"));
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

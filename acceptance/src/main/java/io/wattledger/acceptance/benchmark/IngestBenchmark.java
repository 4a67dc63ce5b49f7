package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events per second from Kafka record to committed slot, beside what the same machine needs in the same run to read and
 * decode the same topic (floor A) and to copy like rows into an indexed table (floor B).
 *
 * <p>Usage: {@code IngestBenchmark ROOT [EVENTS]}; see docs/benchmarks.md.
 */
public final class IngestBenchmark {

    private static final long DEFAULT_EVENTS = 2_000_000;
    private static final long STEP = 250_000;

    private final long events;
    private final PrintStream out;

    private IngestBenchmark(long events, PrintStream out) {
        this.events = events;
        this.out = out;
    }

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path root = Path.of(arguments[0]).toAbsolutePath();
        long events = arguments.length > 1 ? Long.parseLong(arguments[1]) : DEFAULT_EVENTS;
        Path data = Files.createTempDirectory("wattledger-benchmark");
        try (SuiteUnderTest suite = new SuiteUnderTest(root, data)) {
            new IngestBenchmark(events, System.out).run(suite);
        }
    }

    private void run(SuiteUnderTest suite) throws IOException, InterruptedException, SQLException {
        UsageLoad load = new UsageLoad(events);
        out.printf("writing %,d events (%,d distinct) to %s ...%n", events, load.distinct(), Topics.USAGE_EVENTS);
        writeReferenceData(suite.bootstrapServers());
        load.writeTo(suite.bootstrapServers());

        DecodingFloor floorA = new DecodingFloor();
        long decoding = floorA.nanosToRead(suite.bootstrapServers(), events);
        out.printf(
                "floor A, read and decode only:    %,9d events/s (%,d GPUs seen)%n",
                perSecond(decoding), floorA.gpus());

        suite.startMetering();
        long copying;
        try (Connection operator = suite.operator();
                Connection owner = suite.owner()) {
            long pipeline = nanosUntilAllIsMetered(suite, operator);
            copying = new CopyFloor().nanosToCopy(owner, events);
            out.printf("floor B, COPY into indexed table: %,9d rows/s%n", perSecond(copying));
            out.printf("pipeline, record to slot:         %,9d events/s%n", perSecond(pipeline));
            out.printf("  of floor A: %d %%, of floor B: %d %%%n", 100 * decoding / pipeline, 100 * copying / pipeline);
            check(operator, load);
        }
        Duration cpu = suite.meteringCpu();
        out.printf(
                "metering: %,d ns processor time per event, %,d MiB resident%n",
                cpu.toNanos() / events, suite.meteringResidentMebibytes());
    }

    private long nanosUntilAllIsMetered(SuiteUnderTest suite, Connection database)
            throws SQLException, InterruptedException, IOException {
        long begun = System.nanoTime();
        List<String> rates = new ArrayList<>();
        long mark = begun;
        long next = STEP;
        long done = 0;
        long marked = 0;
        while (done < events) {
            TimeUnit.MILLISECONDS.sleep(20);
            done = consumed(database);
            if (done >= next || done >= events) {
                long now = System.nanoTime();
                rates.add(String.format("%,d", (done - marked) * 1_000_000_000L / (now - mark)));
                out.printf(
                        "  %,12d events, %s events/s, %,d MiB%n",
                        done, rates.getLast(), suite.meteringResidentMebibytes());
                mark = now;
                marked = done;
                next = done + STEP;
            }
        }
        return System.nanoTime() - begun;
    }

    private static long consumed(Connection database) throws SQLException {
        return number(
                database,
                "SELECT coalesce(sum(next_offset), 0) FROM consumed_position WHERE topic = '" + Topics.USAGE_EVENTS
                        + "'");
    }

    /** A fast wrong answer is none: every distinct event must be there once. */
    private void check(Connection database, UsageLoad load) throws SQLException {
        long stored = number(database, "SELECT count(*) FROM usage_event");
        if (stored != load.distinct()) {
            throw new IllegalStateException(stored + " events are stored, not " + load.distinct());
        }
        out.printf(
                "checked: %,d distinct events stored once, %,d slots%n",
                stored, number(database, "SELECT count(*) FROM usage_slot"));
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private long perSecond(long nanos) {
        return events * 1_000_000_000L / nanos;
    }

    private static void writeReferenceData(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String site : UsageLoad.SITES) {
                SiteFacts facts = new SiteFacts(site, site, "NO", "NO4", "Europe/Oslo", "LIVE", 1);
                var unused = producer.send(new ProducerRecord<>(Topics.SITES, utf8(site), WireJson.write(facts)));
            }
            for (String sku : UsageLoad.SKUS) {
                SkuFacts facts = new SkuFacts(sku, sku, "H100", 80, 1);
                var unused = producer.send(new ProducerRecord<>(Topics.SKUS, utf8(sku), WireJson.write(facts)));
            }
            producer.flush();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

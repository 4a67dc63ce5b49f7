package io.wattledger.acceptance.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three copies of metering share the partitions of a cluster of three Kafka nodes. While events come in by both doors,
 * copies are killed, put to sleep for longer than the group waits, one of them in the middle of a COPY, and woken again, a node is
 * killed, and a restless member makes the group share out its partitions anew. Nothing is lost and nothing counts twice.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScaleTest {

    private static final int EVENTS = 16_000;
    private static final int COPIES = 3;

    /** How often partitions must have been shared out anew while a copy sleeps, so that others have what it had. */
    private static final int REBALANCES_ASLEEP = 2;

    /** Three times as long as locks of a copy last that fell asleep with them (docs/operations.md), with what comes after. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(3);

    private static final int LEAST_REBALANCES = 8;
    private static final int MOST_EXTRA_SLEEPS = 8;

    private static final String GROUP = "metering-usage-events";

    @TempDir
    Path folder;

    private int disturbances;
    private int inMidWork;

    /** Something that goes wrong. */
    @FunctionalInterface
    private interface Disturbance {
        void happen() throws IOException, InterruptedException;
    }

    @Test
    void losesAndDoublesNothingWhileCopiesAndNodesDieSleepAndComeBack() throws Exception {
        GeneratedEvents events = new GeneratedEvents(EVENTS, 20_261_122);
        try (Machine machine = new Machine(Path.of(System.getProperty("wattledger.root")), folder);
                HoldingLine line = new HoldingLine(machine.databasePort())) {
            writeReferenceData(machine.kafka());
            for (int i = 1; i < COPIES; i++) {
                machine.startCopy();
            }
            machine.startCopy(line.port());
            try (MeteredBooks books = new MeteredBooks(machine)) {
                disturb(machine, line, books, events);
                awaitAllDone(books, events.deliveries().size());
                checkBooks(books, events);
                checkSlots(books, events);
            }
        }
    }

    private void disturb(Machine machine, HoldingLine line, MeteredBooks books, GeneratedEvents events)
            throws Exception {
        List<MeteringCopy> copies = machine.copies();
        List<GeneratedEvents.Delivery> byHttp = events.deliveries().stream()
                .filter(GeneratedEvents.Delivery::isPlain)
                .limit(EVENTS / 4)
                .toList();
        try (KafkaCollector kafka = new KafkaCollector(machine.kafka(), events.deliveries());
                HttpCollector http = new HttpCollector(machine, byHttp);
                RestlessMember restless = new RestlessMember(machine.kafka(), GROUP, Topics.USAGE_EVENTS)) {
            List<Disturbance> script = new ArrayList<>(List.of(
                    () -> killAndRestart(copies.get(0)),
                    () -> machine.killNode(1),
                    () -> sleepAndWake(copies.get(1), restless),
                    () -> killAndRestart(copies.get(2)),
                    () -> sleepAndWake(copies.get(0), restless),
                    () -> killAndRestart(copies.get(1))));
            int share = events.deliveries().size() / (script.size() + MOST_EXTRA_SLEEPS + 2);
            for (Disturbance disturbance : script) {
                disturb(books, kafka, share, disturbance);
            }
            line.holdNextCopy();
            disturb(books, kafka, share, () -> sleepInACopy(copies.get(2), line, restless));
            assertThat(sessionsEnded(copies)).as("sessions ended").isPositive();
            // A copy may have been put to sleep at the one moment at which it had nothing in hand, and of members
            // that come and go at one moment partitions are shared out once.
            for (int i = 0; i < MOST_EXTRA_SLEEPS && showsTooLittle(copies, restless); i++) {
                disturb(books, kafka, share, () -> sleepAndWake(copies.get(2), restless));
            }
            kafka.finish();
            http.awaitAll();
            System.out.printf(
                    "%d disturbances, %d of them in the middle of work; %d rebalances, %d visits of the restless member;"
                            + " %d batches given up because another copy had them; %d answers to HTTP batches%n",
                    disturbances,
                    inMidWork,
                    restless.rebalances(),
                    restless.visits(),
                    batchesGivenUp(copies),
                    http.answers());
            // Below this the test would show nothing.
            assertThat(inMidWork).as("disturbances in the middle of work").isGreaterThanOrEqualTo(4);
            assertThat(restless.rebalances()).as("rebalances").isGreaterThanOrEqualTo(LEAST_REBALANCES);
            assertThat(batchesGivenUp(copies)).as("batches given up").isPositive();
            assertThat(http.answers()).as("answers to HTTP batches").isPositive();
            assertThat(http.refused()).isEmpty();
        }
    }

    private void disturb(MeteredBooks books, KafkaCollector kafka, int share, Disturbance disturbance)
            throws SQLException, IOException, InterruptedException {
        long before = books.consumed();
        kafka.send(share);
        awaitProgress(books, before);
        disturbances++;
        inMidWork += books.consumed() < kafka.sent() ? 1 : 0;
        disturbance.happen();
    }

    private static void killAndRestart(MeteringCopy copy) throws IOException, InterruptedException {
        copy.kill();
        copy.start();
    }

    private static void sleepAndWake(MeteringCopy copy, RestlessMember restless)
            throws IOException, InterruptedException {
        int before = restless.visits();
        copy.pause();
        try {
            awaitSharedOut(before, restless);
        } finally {
            copy.resume();
        }
    }

    private static void awaitSharedOut(int before, RestlessMember restless) throws InterruptedException {
        long begun = System.nanoTime();
        while (restless.visits() <= before + REBALANCES_ASLEEP) {
            if (System.nanoTime() - begun > LONGEST_SLEEP.toNanos()) {
                throw new AssertionError("what a copy had is not shared out among the others as long as it sleeps");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** It has begun a COPY, and PostgreSQL waits for the rows of it: only that others end its session gives its locks back. */
    private static void sleepInACopy(MeteringCopy copy, HoldingLine line, RestlessMember restless)
            throws IOException, InterruptedException {
        assertThat(line.isHeldWithin(60)).as("a COPY has begun").isTrue();
        int before = restless.visits();
        copy.pause();
        try {
            assertThat(line.isCutOffWithin(LONGEST_SLEEP.toSeconds()))
                    .as("its session is ended while it sleeps")
                    .isTrue();
            awaitSharedOut(before, restless);
        } finally {
            copy.resume();
            line.release();
        }
    }

    private static boolean showsTooLittle(List<MeteringCopy> copies, RestlessMember restless) throws IOException {
        return batchesGivenUp(copies) == 0 || restless.rebalances() < LEAST_REBALANCES;
    }

    /** How often a copy has found that another one had taken its batch over. */
    private static long batchesGivenUp(List<MeteringCopy> copies) throws IOException {
        return told(copies, "another reader moved");
    }

    /** How often one has ended the session of another that slept in a statement. */
    private static long sessionsEnded(List<MeteringCopy> copies) throws IOException {
        return told(copies, "ended the session");
    }

    private static long told(List<MeteringCopy> copies, String words) throws IOException {
        long times = 0;
        for (MeteringCopy copy : copies) {
            times += Files.readString(copy.log()).split(words, -1).length - 1;
        }
        return times;
    }

    private static void awaitProgress(MeteredBooks books, long before) throws SQLException, InterruptedException {
        for (int i = 0; i < 6_000; i++) {
            if (books.consumed() > before) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("nothing was read on from " + before + " events");
    }

    private static void awaitAllDone(MeteredBooks books, int records)
            throws SQLException, IOException, InterruptedException {
        JsonNode progress = null;
        for (int i = 0; i < 240; i++) {
            if (books.consumed() == records) {
                progress = books.ask("/api/v1/progress");
                if (progress.get("pending").asLong() == 0) {
                    return;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError(
                "of " + records + " records " + books.consumed() + " were read; last progress " + progress);
    }

    private static void checkBooks(MeteredBooks books, GeneratedEvents events)
            throws SQLException, IOException, InterruptedException {
        assertThat(books.events()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(events.events());
        assertThat(books.rows("event_conflict")).isEqualTo(events.conflicts());
        JsonNode balance = books.ask("/api/v1/balance");
        JsonNode counts = balance.get("events");
        assertThat(counts.get("difference").asLong()).as("%s", balance).isZero();
        assertThat(counts.get("metered").asLong()).isEqualTo(events.events().size());
        assertThat(counts.get("conflicting").asLong()).isEqualTo(events.conflicts());
        assertThat(counts.get("refused").asLong()).isEqualTo(events.refusals());
        assertThat(counts.get("received").asLong())
                .isGreaterThan(events.deliveries().size());
        assertThat(balance.at("/milliGpuSeconds/difference").asLong()).isZero();
    }

    private static void checkSlots(MeteredBooks books, GeneratedEvents events) throws SQLException, IOException {
        Map<String, MeteredBooks.Slot> slots = books.slots();
        Map<String, Long> metered = new TreeMap<>();
        slots.forEach((key, slot) -> metered.put(key, slot.milliGpuSeconds()));
        metered.values().removeIf(total -> total == 0);
        assertThat(metered).isEqualTo(events.milliGpuSecondsBySlot());

        List<String> unlike = new ArrayList<>();
        Map<String, MeteredUsage> published = books.published();
        assertThat(published.keySet()).isEqualTo(slots.keySet());
        published.forEach((key, total) -> {
            MeteredBooks.Slot slot = slots.get(key);
            if (total.revision() != slot.revision() || total.milliGpuSeconds() != slot.milliGpuSeconds()) {
                unlike.add(total + " but in the table " + slot);
            }
        });
        assertThat(unlike).isEmpty();
    }

    private static void writeReferenceData(String bootstrapServers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String site : GeneratedEvents.SITES) {
                SiteFacts facts = new SiteFacts(site, site, "NO", "NO4", "Europe/Oslo", "LIVE", 1);
                var unused = producer.send(new ProducerRecord<>(Topics.SITES, utf8(site), WireJson.write(facts)));
            }
            for (String sku : GeneratedEvents.SKUS) {
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

package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.MeteredUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The first days of a January: so many tenants with a contract each, all quarter-hours used, prices and rates for them.
 *
 * @param tenants how many, each with one project
 * @param days how many days, at most 31
 */
record PricedMonth(int tenants, int days) {

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int SLOTS_A_DAY = 96;
    private static final long MILLI_GPU_SECONDS = 8 * 900_000L;

    long slots() {
        return (long) tenants * days * SLOTS_A_DAY;
    }

    long milliGpuSeconds() {
        return slots() * MILLI_GPU_SECONDS;
    }

    /** The local day at a place, from 0. */
    static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }

    /** Quarter-hourly prices of days from {@code first} on, as a CSV with {@code start} and {@code price}. */
    static byte[] prices(int first, int days, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("start,price\n");
        for (int day = first; day < first + days; day++) {
            Instant start = day(day).atStartOfDay(ZONE).toInstant();
            for (int slot = 0; slot < SLOTS_A_DAY; slot++) {
                csv.append(start.plusSeconds(900L * slot))
                        .append(',')
                        .append(random.nextInt(200))
                        .append('.')
                        .append(10 + random.nextInt(90))
                        .append('\n');
            }
        }
        return utf8(csv.toString());
    }

    /** A rate for each day, and for the one before. */
    byte[] rates() {
        StringBuilder csv = new StringBuilder("date,rate\n");
        for (int day = -1; day < days; day++) {
            csv.append(day(day)).append(",11.").append(1000 + day + 1).append('\n');
        }
        return utf8(csv.toString());
    }

    /** Tells the accounts; each contract ends with the month. */
    void writeAccounts(String bootstrapServers) {
        Instant start = FIRST.atStartOfDay(ZONE).toInstant();
        Instant end = FIRST.plusMonths(1).atStartOfDay(ZONE).toInstant();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            for (int number = 0; number < tenants; number++) {
                ContractFacts contract = new ContractFacts("contract", start, end, "tariff", ZONE.getId(), "NOK");
                AccountFacts facts = new AccountFacts(tenant(number), 1, List.of(contract));
                var unused = producer.send(
                        new ProducerRecord<>(Topics.ACCOUNTS, utf8(tenant(number)), WireJson.write(facts)));
            }
        }
    }

    /** Tells the slots in order of time, as they come from metering. */
    void writeSlots(String bootstrapServers) {
        Random random = new Random(2);
        Instant start = FIRST.atStartOfDay(ZONE).toInstant();
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
            for (int slot = 0; slot < days * SLOTS_A_DAY; slot++) {
                for (int number = 0; number < tenants; number++) {
                    long watts = 300 + random.nextInt(700);
                    MeteredUsage usage = new MeteredUsage(
                            tenant(number),
                            "project",
                            "site",
                            "sku",
                            start.plusSeconds(900L * slot),
                            1,
                            MILLI_GPU_SECONDS,
                            MILLI_GPU_SECONDS,
                            MILLI_GPU_SECONDS * watts,
                            null,
                            null);
                    var unused = producer.send(
                            new ProducerRecord<>(Topics.METERED_USAGE, utf8(usage.recordKey()), WireJson.write(usage)));
                }
            }
        }
    }

    /** Reads and decodes all slots and does nothing with them; the nanoseconds it took. */
    long nanosToDecode(String bootstrapServers) throws IOException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "max.poll.records", 5_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.METERED_USAGE).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long begun = System.nanoTime();
            long sum = 0;
            for (long read = 0; read < slots(); ) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    sum += WireJson.read(record.value(), MeteredUsage.class).milliGpuSeconds();
                    read++;
                }
            }
            long nanos = System.nanoTime() - begun;
            if (sum != milliGpuSeconds()) {
                throw new IllegalStateException(sum + " milli-GPU-seconds were read, not " + milliGpuSeconds());
            }
            return nanos;
        }
    }

    private static String tenant(int number) {
        return "tenant-" + number;
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 20, "batch.size", 256 * 1024);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

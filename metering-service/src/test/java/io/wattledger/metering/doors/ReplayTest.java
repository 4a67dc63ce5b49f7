package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.SkuFacts;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The jobs of two real clusters through real Kafka and PostgreSQL, told in three ways, shuffled, with duplicates and late
 * stops: each time the totals that other programs counted, to the second.
 */
@QuarkusTest
@WithSuite
class ReplayTest {

    private static final Path USAGE = Path.of(System.getProperty("wattledger.root"), "../shared/data/usage");
    private static final String RICH = "rich-sample";
    private static final String LARGE = "dev-sample";
    private static final String SITE = "glomfjord";
    private static final String SKU_OF_UNTOLD_TYPE = "h100-sxm";
    private static final long BEAT_SECONDS = 60;
    private static final int ONE_IN = 20;
    private static final long MILLIS = 1000;
    private static final long SEED = 20261122;

    @Inject
    TenantScope scope;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
        List<ProducerRecord<byte[], byte[]>> skus = new ArrayList<>();
        for (String sku : List.of("a40", "a100", "a100m80")) {
            skus.add(Usage.reference(Topics.SKUS, sku, new SkuFacts(sku, sku, sku, 80, 1)));
        }
        TestKafka.send(skus);
    }

    /** How a job is told. */
    enum Way {
        INTERVALS,
        STARTS_AND_STOPS,
        HEARTBEATS
    }

    private record Told(String tenant, String id, String type, String data) {

        ProducerRecord<byte[], byte[]> record() {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    Topics.USAGE_EVENTS, (tenant + "/default").getBytes(UTF_8), data.getBytes(UTF_8));
            Map<String, String> headers = Map.of(
                    "ce_specversion",
                    "1.0",
                    "ce_id",
                    id,
                    "ce_source",
                    "/replay",
                    "ce_type",
                    "io.wattledger.gpu.allocation." + type,
                    "ce_tenantid",
                    tenant,
                    "content-type",
                    "application/json");
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            return record;
        }
    }

    /** The large sample would be 200 million beats. */
    @ParameterizedTest
    @CsvSource({
        RICH + ",INTERVALS",
        RICH + ",STARTS_AND_STOPS",
        RICH + ",HEARTBEATS",
        LARGE + ",INTERVALS",
        LARGE + ",STARTS_AND_STOPS"
    })
    void comesToTheTotalsHoweverItIsTold(String sample, Way way) throws IOException {
        Path jobs = USAGE.resolve(sample + ".csv.gz");
        assumeTrue(Files.exists(jobs), () -> "no sample at " + jobs);
        List<Told> events = told(sample, way, jobs);
        Random random = new Random(SEED);
        List<Told> sent = new ArrayList<>(events);
        events.stream().filter(event -> random.nextInt(ONE_IN) == 0).forEach(sent::add);
        Collections.shuffle(sent, random);
        List<Told> late = sent.stream()
                .filter(event ->
                        event.type().startsWith("stopped") && event.id().hashCode() % ONE_IN == 0)
                .toList();
        sent.removeAll(new HashSet<>(late));
        sent.addAll(late);

        TestKafka.send(sent.stream().map(Told::record).toList());

        String tenants =
                String.join(",", new TreeSet<>(events.stream().map(Told::tenant).toList()));
        Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            JsonPath balance = Books.balance(tenants);
            assertThat(balance.getLong("events.received")).isEqualTo(sent.size());
            assertThat(balance.getLong("events.metered")).isEqualTo(events.size());
            assertThat(balance.getLong("events.difference")).isZero();
            assertThat(balance.getLong("milliGpuSeconds.difference")).isZero();
        });
        assertThat(metered(prefix(sample, way))).isEqualTo(expected(sample));
    }

    private static List<Told> told(String sample, Way way, Path jobs) throws IOException {
        List<Told> events = new ArrayList<>();
        try (Reader text = new InputStreamReader(new GZIPInputStream(Files.newInputStream(jobs)), UTF_8);
                CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            rows.forEach(job -> tell(prefix(sample, way), way, job, events));
        }
        return events;
    }

    private static void tell(String prefix, Way way, NamedCsvRecord job, List<Told> events) {
        String tenant = prefix + job.getField("tenant");
        String id = job.getField("job_id");
        Instant start = Instant.ofEpochSecond(Long.parseLong(job.getField("start_epoch_s")));
        Instant end = Instant.ofEpochSecond(Long.parseLong(job.getField("end_epoch_s")));
        String type = job.getField("gpu_type");
        String gpus = "\"site\":\"%s\",\"sku\":\"%s\",\"gpuCount\":%s"
                .formatted(SITE, type.isEmpty() ? SKU_OF_UNTOLD_TYPE : type, job.getField("gpu_count"));
        switch (way) {
            case INTERVALS ->
                events.add(new Told(
                        tenant, id, "interval.v1", "{%s,\"start\":\"%s\",\"end\":\"%s\"}".formatted(gpus, start, end)));
            case STARTS_AND_STOPS -> {
                events.add(new Told(
                        tenant,
                        id + "/start",
                        "started.v1",
                        "{%s,\"allocation\":\"%s\",\"at\":\"%s\"}".formatted(gpus, id, start)));
                events.add(new Told(
                        tenant,
                        id + "/stop",
                        "stopped.v1",
                        "{\"site\":\"%s\",\"allocation\":\"%s\",\"at\":\"%s\"}".formatted(SITE, id, end)));
            }
            case HEARTBEATS -> {
                Instant since = start;
                while (since.isBefore(end)) {
                    Instant at = since.plusSeconds(BEAT_SECONDS);
                    at = at.isAfter(end) ? end : at;
                    events.add(new Told(
                            tenant,
                            id + "/" + at.getEpochSecond(),
                            "heartbeat.v1",
                            "{%s,\"allocation\":\"%s\",\"since\":\"%s\",\"at\":\"%s\"}"
                                    .formatted(gpus, id, since, at)));
                    since = at;
                }
            }
        }
    }

    private static String prefix(String sample, Way way) {
        return sample + "-" + way.ordinal() + "-";
    }

    /** Milli-GPU-seconds overall, by tenant, by type of GPU, and by tenant and day. */
    private Map<String, Long> metered(String prefix) {
        return scope.asOperator(connection -> {
            Map<String, Long> totals = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement("""
                    SELECT substr(tenant_id, ?), sku, (slot_start AT TIME ZONE 'UTC')::date::text,
                        sum(milli_gpu_seconds), sum(estimated_milli_gpu_seconds)
                    FROM usage_slot WHERE starts_with(tenant_id, ?) GROUP BY 1, 2, 3
                    """)) {
                select.setInt(1, prefix.length() + 1);
                select.setString(2, prefix);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        totals.merge("overall ", row.getLong(4), Long::sum);
                        totals.merge("tenant " + row.getString(1), row.getLong(4), Long::sum);
                        totals.merge("gpu_type " + row.getString(2), row.getLong(4), Long::sum);
                        totals.merge(row.getString(1) + " " + row.getString(3), row.getLong(4), Long::sum);
                        assertThat(row.getLong(5)).as("estimated").isZero();
                    }
                }
            }
            return totals;
        });
    }

    private static Map<String, Long> expected(String sample) throws IOException {
        Map<String, Long> totals = new TreeMap<>();
        read(sample + "-totals.csv", row -> {
            if (List.of("overall", "tenant", "gpu_type").contains(row.getField("dimension"))) {
                String key = row.getField("key");
                boolean isUntoldType = row.getField("dimension").equals("gpu_type") && key.isEmpty();
                totals.put(
                        row.getField("dimension") + " " + (isUntoldType ? SKU_OF_UNTOLD_TYPE : key),
                        Long.parseLong(row.getField("gpu_seconds")) * MILLIS);
            }
        });
        read(sample + "-tenant-day-totals.csv", row -> {
            long seconds = Long.parseLong(row.getField("gpu_seconds"));
            if (seconds > 0) {
                totals.put(row.getField("tenant") + " " + row.getField("day_utc"), seconds * MILLIS);
            }
        });
        return totals;
    }

    private static void read(String file, Consumer<NamedCsvRecord> reader) throws IOException {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(USAGE.resolve(file))) {
            rows.forEach(reader);
        }
    }
}

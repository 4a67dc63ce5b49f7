package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.CounterReading;
import io.wattledger.metering.energy.CounterRules;
import io.wattledger.metering.energy.CounterStream;
import io.wattledger.metering.energy.Stretch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class EnergyTest {

    private static final String SITE = "glomfjord";

    private final String tenant = Usage.newTenant();

    /** A device of its own, so that the claims of other tests do not meet those of this one. */
    private final String gpu = "GPU-of-" + tenant;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void aCounterGivesTheEnergyBetweenItsReadings() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1", "2024-03-01T00:00:00Z", "126272101025"),
                reading("2", "2024-03-01T01:00:00Z", "128612101025"));

        assertMeasured(3_600_000, 3_600_000, 2_340_000_000L);
        Map<String, MeteredUsage> slots = awaitSlots(4);
        assertThat(slots.values()).extracting(MeteredUsage::measuredMillijoules).containsOnly(585_000_000L);
        assertThat(slots.values())
                .extracting(MeteredUsage::estimatedMillijoules)
                .containsOnlyNulls();
    }

    @Test
    void whatIsKnownSinceAResetIsMarkedAsEstimated() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T00:45:00Z"),
                reading("4", "2024-03-01T00:45:00Z", "480000000"),
                reading("3", "2024-03-01T00:30:00Z", "120000000"),
                reading("1", "2024-03-01T00:00:00Z", "9000000000"),
                reading("2", "2024-03-01T00:15:00Z", "9360000000"));

        assertMeasured(2_700_000, 2_700_000, 840_000_000);
        Map<String, MeteredUsage> slots = awaitSlots(3);
        assertThat(slots.values().stream()
                        .map(MeteredUsage::estimatedMillijoules)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(120_000_000);
    }

    @Test
    void blankReadingsAreTakenAndChangeNothing() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1", "2024-03-01T00:00:00Z", "1000"),
                reading("2", "2024-03-01T00:15:00Z", "9223372036854775792"),
                reading("3", "2024-03-01T00:20:00Z", "9223372036854775794"),
                reading("4", "2024-03-01T00:30:00Z", "null"),
                reading("5", "2024-03-01T01:00:00Z", "3000"));

        assertMeasured(3_600_000, 3_600_000, 2_000);
    }

    @Test
    void instancesThatRepeatTheCounterOfTheirGpuCountOnce() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1a", "2024-03-01T00:00:00Z", "1000"),
                reading("1b", "2024-03-01T00:00:00Z", "1000"),
                reading("2a", "2024-03-01T01:00:00Z", "3000"),
                reading("2b", "2024-03-01T01:00:00Z", "3000"));

        assertMeasured(3_600_000, 3_600_000, 2_000);
    }

    @Test
    void energyMayComeBeforeTheUsageAndIsShownWithIt() {
        Fleet.sendAll(
                tenant, reading("1", "2024-03-01T00:00:00Z", "1000"), reading("2", "2024-03-01T01:00:00Z", "3000"));
        assertMeasured(0, 0, 0);

        Fleet.sendAll(tenant, Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));

        assertMeasured(3_600_000, 3_600_000, 2_000);
    }

    @Test
    void energyOfTimeThatWasNotUsedIsNotCharged() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T00:07:30Z"),
                reading("1", "2024-03-01T00:00:00Z", "0"),
                reading("2", "2024-03-01T00:15:00Z", "3001"));

        assertMeasured(450_000, 450_000, 1_500);
    }

    @Test
    void energyOfAnIntervalIsSpreadOverIt() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                Fleet.event("e", UsageEventTypes.ENERGY_INTERVAL, """
                        {'site':'glomfjord','sku':'h100-sxm','gpuCount':1,'start':'2024-03-01T00:00:00Z',
                        'end':'2024-03-01T00:30:00Z','millijoules':700000000}"""));

        assertMeasured(3_600_000, 1_800_000, 700_000_000);

        Fleet.sendAll(tenant, Fleet.withdrawal("w", "e"));
        assertMeasured(3_600_000, 0, 0);
    }

    @Test
    void readingsThatContradictEachOtherAreShownAndCountOnceOneIsWithdrawn() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1", "2024-03-01T00:00:00Z", "1000"),
                reading("2", "2024-03-01T00:30:00Z", "2500"),
                reading("odd", "2024-03-01T00:30:00Z", "1100"),
                reading("3", "2024-03-01T01:00:00Z", "3000"));
        assertMeasured(3_600_000, 3_600_000, 2_000);
        assertThat(doubts("open").getList("items.kind")).containsExactly("contradicting-readings");
        assertThat(doubts("open").getString("items[0].from")).isEqualTo("2024-03-01T00:30:00Z");

        Fleet.sendAll(tenant, Fleet.withdrawal("w", "odd"));

        assertMeasured(3_600_000, 3_600_000, 2_000);
        assertThat(doubts("open").getList("items")).isEmpty();
        assertThat(doubts("released").getList("items.kind")).containsExactly("contradicting-readings");
    }

    @Test
    void aRiseThatNoGpuCanDrawIsNotChargedUntilTheReadingIsWithdrawn() {
        Fleet.sendAll(
                tenant,
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1", "2024-03-01T00:00:00Z", "500000000000"),
                reading("odd", "2024-03-01T00:30:00Z", "999999999999999"),
                reading("3", "2024-03-01T01:00:00Z", "500700000000"));
        assertMeasured(3_600_000, 3_600_000, 700_000_000);
        assertThat(doubts("open").getList("items.kind")).containsExactly("out-of-line");

        Fleet.sendAll(tenant, reading("late", "2024-03-01T00:15:00Z", "500300000000"));
        assertMeasured(3_600_000, 3_600_000, 700_000_000);
        Fleet.sendAll(tenant, Fleet.withdrawal("w3", "3"));
        assertMeasured(3_600_000, 900_000, 300_000_000);
        assertThat(doubts("open").getList("items.kind")).containsExactly("impossible-rise");

        Fleet.sendAll(tenant, Fleet.withdrawal("w", "odd"), reading("4", "2024-03-01T01:00:00Z", "500700000000"));

        assertMeasured(3_600_000, 3_600_000, 700_000_000);
        assertThat(doubts("open").getList("items")).isEmpty();
    }

    @Test
    void aTenantSeesDoubtsAboutItsOwnReadingsOnly() {
        String other = Usage.newTenant();
        for (String one : List.of(tenant, other)) {
            Fleet.sendAll(one, reading("1", "2024-03-01T00:00:00Z", "1"), reading("2", "2024-03-01T00:00:00Z", "2"));
        }

        assertThat(doubts("open").getList("items.tenant")).containsExactly(tenant);
    }

    @Test
    void readingsComeInByKafkaAsWell() {
        List<CloudEvent> events = List.of(
                Fleet.claim("use", SITE, gpu, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                reading("1", "2024-03-01T00:00:00Z", "1000"),
                reading("2", "2024-03-01T01:00:00Z", "3000"));
        TestKafka.send(events.stream()
                .map(event -> Usage.binaryRecord(
                        tenant,
                        CloudEventBuilder.v1(event)
                                .withExtension(UsageEventTypes.TENANT_EXTENSION, tenant)
                                .build()))
                .toList());

        Books.await(tenant, 3, 3, 0, 0, 0);
        assertMeasured(3_600_000, 3_600_000, 2_000);
    }

    /** Readings of several counters in any order and doubled, withdrawn here and there, from several senders at once. */
    @Test
    void whateverTheOrderAndHoweverManySendTheEndIsTheSame() throws Exception {
        Random random = new Random(20261122);
        Map<String, List<CounterReading>> standing = new HashMap<>();
        List<CloudEvent> events = new ArrayList<>();
        UsageKey key = new UsageKey(tenant, UsageKey.NO_PROJECT, SITE, "h100-sxm");
        for (int device = 0; device < 4; device++) {
            events.add(Fleet.claim(
                    "use-" + device, SITE, gpu + "-" + device, "2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"));
            long value = random.nextLong(1L << 40);
            Instant at = Instant.parse("2024-03-01T00:00:00Z");
            for (int i = 0; i < 60; i++) {
                String id = device + "-" + i;
                events.add(Fleet.reading(id, SITE, gpu + "-" + device, at.toString(), Long.toString(value)));
                if (random.nextInt(6) == 0) {
                    events.add(Fleet.withdrawal("w-" + id, id));
                } else {
                    standing.computeIfAbsent(gpu + "-" + device, absent -> new ArrayList<>())
                            .add(new CounterReading(at, value, null, key));
                }
                at = at.plusSeconds(random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(1_000));
                value = random.nextInt(10) == 0 ? random.nextLong(1_000) : value + random.nextLong(2_000_000);
            }
        }
        events.addAll(List.copyOf(events.subList(0, 100)));
        Collections.shuffle(events, random);
        List<Callable<Object>> work = new ArrayList<>();
        for (int from = 0; from < events.size(); from += 20) {
            List<CloudEvent> part = List.copyOf(events.subList(from, Math.min(events.size(), from + 20)));
            work.add(() -> Fleet.send(tenant, part));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        }

        long covered = 0;
        long energy = 0;
        long doubts = 0;
        for (List<CounterReading> readings : standing.values()) {
            for (Stretch stretch :
                    new CounterStream(1000, new CounterRules(20_000, Duration.ofDays(1))).stretches(readings)) {
                doubts += stretch.kind().isDoubtful() ? 1 : 0;
                if (stretch.kind().isCounted()) {
                    covered += Duration.between(stretch.start(), stretch.end()).toMillis();
                    energy += stretch.millijoules();
                }
            }
        }
        assertMeasured(4 * 86_400_000L, covered, energy);
        assertThat(doubts("open&limit=1000").getList("items")).hasSize((int) doubts);
        assertThat(doubts).isPositive();
    }

    private CloudEvent reading(String id, String at, String millijoules) {
        return Fleet.reading(id, SITE, gpu, at, millijoules);
    }

    private JsonPath doubts(String state) {
        return Fleet.readAs(TestTokens.tenant(tenant), "/api/v1/energy-doubts?state=" + state);
    }

    private void assertMeasured(long used, long covered, long millijoules) {
        JsonPath usage = Fleet.usage(tenant);
        assertThat(List.of(
                        sum(usage, "milliGpuSeconds"),
                        sum(usage, "measuredMilliGpuSeconds"),
                        sum(usage, "measuredMillijoules")))
                .as("used, of it measured, and the energy")
                .containsExactly(used, covered, millijoules);
    }

    private static long sum(JsonPath usage, String member) {
        return usage.getList("items." + member, Long.class).stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Map<String, MeteredUsage> awaitSlots(int count) {
        Books.awaitNothingPending();
        Map<String, MeteredUsage> latest = new HashMap<>();
        TestKafka.await(Topics.METERED_USAGE, records -> {
            latest.clear();
            records.forEach(record -> keep(record, latest));
            return latest.size() == count;
        });
        return latest;
    }

    private void keep(ConsumerRecord<byte[], byte[]> record, Map<String, MeteredUsage> latest) {
        try {
            MeteredUsage usage = WireJson.read(record.value(), MeteredUsage.class);
            if (usage.tenant().equals(tenant)) {
                latest.put(new String(record.key(), UTF_8), usage);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

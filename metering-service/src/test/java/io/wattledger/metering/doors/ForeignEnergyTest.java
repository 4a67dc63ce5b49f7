package io.wattledger.metering.doors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.MeteredUsage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that pass from hand to hand while their counters run on, with others of the same project and SKU beside them. */
@QuarkusTest
@WithSuite
class ForeignEnergyTest {

    private static final Instant EIGHT = Instant.parse("2024-03-01T08:00:00Z");
    private static final long MILLIJOULES_PER_WATT_MINUTE = 60_000;

    private final String first = Usage.newTenant();
    private final String second = Usage.newTenant();
    private final String site = "site-of-" + first;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @BeforeEach
    void site() {
        Fleet.publishSite(site);
    }

    /**
     * One tenant has GPU-2 all day at 100 W, and GPU-1 from 08:00 to 09:00 and from 11:00 to 12:00. Another has GPU-1 from 09:00
     * to 11:00 at 700 W. Everybody reads what it has, every minute.
     */
    @Test
    void whatOthersDrewInBetweenIsNotTheReaders() {
        List<CloudEvent> mine = of("GPU-2", 0, 240, 0, 100);
        mine.addAll(of("GPU-1", 0, 60, 0, 100));
        mine.addAll(of("GPU-1", 180, 240, 5_400_000_000L, 100));
        Fleet.sendAll(first, mine.toArray(CloudEvent[]::new));
        Fleet.sendAll(second, of("GPU-1", 60, 180, 360_000_000, 700).toArray(CloudEvent[]::new));

        assertEnergy(first, 120, 900_000, 90_000_000);
        assertEnergy(second, 120, 900_000, 630_000_000);

        // The other one's claim was in error: nobody had the device, and its energy is the operator's.
        Fleet.sendAll(second, Fleet.withdrawal("never", "GPU-1-60"));
        assertEnergy(first, 120, 900_000, 90_000_000);
        assertEnergy(second, 120, 0, 0);
    }

    /** The same with a device that stands idle, and with claims that come last. */
    @Test
    void whatAnIdleDeviceDrewIsTheOperators() {
        List<CloudEvent> events = of("GPU-2", 0, 240, 0, 100);
        events.addAll(of("GPU-1", 0, 60, 0, 100));
        events.addAll(of("GPU-1", 180, 240, 1_000_000_000L, 100));
        Fleet.sendAll(first, events.reversed().toArray(CloudEvent[]::new));

        assertEnergy(first, 120, 900_000, 90_000_000);
    }

    /** Where allocations name no devices, the readings alone say whose the energy is. */
    @Test
    void withoutClaimsReadingsCount() {
        Fleet.sendAll(
                first,
                Fleet.event(
                        "use",
                        UsageEventTypes.ALLOCATION_INTERVAL,
                        "{'site':'%s','sku':'h100-sxm','gpuCount':1,'start':'%s','end':'%s'}"
                                .formatted(site, at(0), at(60))),
                Fleet.reading("a", site, "GPU-1", at(0), "0"),
                Fleet.reading("b", site, "GPU-1", at(60), "3600000"));
        assertEnergy(first, 0, 900_000, 900_000);

        // Somebody has it from the middle of the stretch: what is left between is nobody's.
        Fleet.sendAll(second, Fleet.claim("other", site, "GPU-1", at(30), at(90)));
        assertEnergy(first, 0, 0, 0);
        Fleet.sendAll(second, Fleet.withdrawal("never", "other"));
        assertEnergy(first, 0, 900_000, 900_000);
    }

    /** Somebody has a device from a minute to another, draws so many watts, and reads it every minute. */
    private List<CloudEvent> of(String gpu, int from, int to, long before, long watts) {
        List<CloudEvent> events = new ArrayList<>();
        events.add(Fleet.claim(gpu + "-" + from, site, gpu, at(from), at(to)));
        for (int minute = from; minute <= to - 1; minute++) {
            long value = before + (minute - from) * watts * MILLIJOULES_PER_WATT_MINUTE;
            events.add(Fleet.reading(gpu + "-" + from + "-" + minute, site, gpu, at(minute), Long.toString(value)));
        }
        return events;
    }

    private static String at(int minute) {
        return EIGHT.plusSeconds(60L * minute).toString();
    }

    /** What is published of the quarter-hour that begins at a minute. */
    private void assertEnergy(String tenant, int minute, long covered, long millijoules) {
        Books.awaitNothingPending();
        Map<Instant, MeteredUsage> latest = new HashMap<>();
        Instant slot = EIGHT.plus(Duration.ofMinutes(minute));
        TestKafka.await(Topics.METERED_USAGE, records -> {
            latest.clear();
            records.forEach(record -> keep(record, tenant, latest));
            return latest.containsKey(slot);
        });
        assertThat(List.of(
                        latest.get(slot).measuredMilliGpuSeconds(),
                        latest.get(slot).measuredMillijoules()))
                .as("covered, and the energy, of " + tenant)
                .containsExactly(covered, millijoules);
    }

    private static void keep(ConsumerRecord<byte[], byte[]> record, String tenant, Map<Instant, MeteredUsage> latest) {
        try {
            MeteredUsage usage = WireJson.read(record.value(), MeteredUsage.class);
            if (usage.tenant().equals(tenant)) {
                latest.put(usage.slotStart(), usage);
            }
        } catch (IOException e) {
            throw new AssertionError(new String(record.value(), UTF_8), e);
        }
    }
}

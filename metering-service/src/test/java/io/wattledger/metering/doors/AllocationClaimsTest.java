package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.allocation.BeatFigures;
import io.wattledger.metering.allocation.BeatTimeline;
import io.wattledger.metering.allocation.Mark;
import io.wattledger.metering.allocation.Marks;
import io.wattledger.metering.allocation.Run;
import io.wattledger.metering.allocation.Stretch;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.DeviceTimeline;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.AllocationName;
import io.wattledger.metering.event.BeatStream;
import io.wattledger.metering.flow.FindDoubleAllocations;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices that starts, stops and heartbeats name. */
@QuarkusTest
@WithSuite
class AllocationClaimsTest {

    private static final Instant MARCH = Instant.parse("2024-03-01T00:00:00Z");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @Inject
    FindDoubleAllocations findDoubleAllocations;

    @Inject
    TenantScope scope;

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

    @Test
    void anAllocationClaimsItsDevicesFromItsStartToItsStop() {
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Fleet.sendAll(first, Fleet.stop("stop", "vm", site, "2024-03-01T01:00:00Z"));
        Fleet.sendAll(first, Fleet.start("start", "vm", site, "GPU-1", "2024-03-01T00:00:00Z"));

        assertBooks(first, HOUR, 0);
        assertBooks(second, HOUR + HOUR / 2, HOUR / 2);
        JsonPath found = Books.read("/api/v1/double-allocations?site=" + site);
        assertThat(found.getString("items[0].against.name")).isEqualTo("vm");
        assertThat(found.getString("items[0].against.tenant")).isEqualTo(first);
    }

    @Test
    void theClaimOfAnOpenAllocationGrowsWithTheWatermarkAndEndsWithALateStop() {
        Collector watermark = new Collector(second, site);
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z"));
        Fleet.sendAll(second, Fleet.start("start", "vm", site, "GPU-1", "2024-03-01T00:00:00Z"));
        watermark.completeUntil(scope, MARCH.plusSeconds(1_800));
        assertBooks(second, HOUR / 2, 0);
        assertBooks(first, HOUR, 0);

        watermark.completeUntil(scope, MARCH.plusSeconds(5_400));
        assertBooks(first, HOUR, HOUR / 2);
        watermark.completeUntil(scope, MARCH.plusSeconds(10_800));
        assertBooks(first, HOUR, HOUR);
        assertBooks(second, 3 * HOUR, 0);

        Fleet.sendAll(second, Fleet.stop("late", "vm", site, "2024-03-01T01:15:00Z"));
        assertBooks(first, HOUR, HOUR / 4);
        assertBooks(second, HOUR + HOUR / 4, 0);
        Fleet.sendAll(second, Fleet.withdrawal("no start", "start"));
        assertBooks(first, HOUR, 0);
        assertBooks(second, 0, 0);
    }

    /** A collector that comes later and stands further back: what is metered no more was all held, and no slot changes. */
    @Test
    void whatWasHeldIsMeteredNoMoreWhereAWatermarkFallsBack() {
        Collector watermark = new Collector(second, site);
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T03:00:00Z"));
        Fleet.sendAll(second, Fleet.start("start", "vm", site, "GPU-1", "2024-03-01T01:00:00Z"));
        watermark.completeUntil(scope, MARCH.plusSeconds(7_200));
        assertBooks(second, HOUR, HOUR);

        watermark.completeUntil(scope, MARCH.plusSeconds(5_400));
        assertBooks(second, HOUR / 2, HOUR / 2);
        watermark.completeUntil(scope, MARCH.plusSeconds(1_800));
        assertBooks(second, 0, 0);
    }

    /**
     * An allocation of which nobody heard for two years, while another had its GPU, fills more quarter-hours than are handed on
     * at once; its stop takes back what is held, and not in the slots.
     */
    @Test
    void aStopTakesBackTwoYearsThatWereHeld() {
        Instant later = MARCH.plus(Duration.ofDays(600));
        Collector watermark = new Collector(second, site);
        Fleet.sendAll(first, Fleet.start("earlier", "vm", site, "GPU-1", "2024-03-01T00:00:00Z"));
        Fleet.sendAll(second, Fleet.start("start", "vm", site, "GPU-1", "2024-03-01T01:00:00Z"));
        watermark.completeUntil(scope, later);
        assertBooks(second, 600 * 24 * HOUR - HOUR, 600 * 24 * HOUR - HOUR);

        Fleet.sendAll(second, Fleet.stop("stop", "vm", site, "2024-03-01T02:00:00Z"));
        assertBooks(second, HOUR, HOUR);
    }

    @Test
    void anAllocationThatMovesToAnotherDeviceClaimsTheFirstNoMore() {
        Fleet.sendAll(
                first,
                Fleet.start("start", "vm", site, "GPU-1", "2024-03-01T00:00:00Z"),
                Fleet.start("moved", "vm", site, "GPU-2", "2024-03-01T01:00:00Z"),
                Fleet.stop("stop", "vm", site, "2024-03-01T02:00:00Z"));
        Fleet.sendAll(
                second,
                Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"),
                Fleet.claim("c", site, "GPU-2", "2024-03-01T01:30:00Z", "2024-03-01T02:30:00Z"));

        assertBooks(first, 2 * HOUR, 0);
        assertBooks(second, 2 * HOUR + HOUR / 2, HOUR);
    }

    @Test
    void heartbeatsClaimTheirDevicesTheGapsThatAreFilledIncluded() {
        Fleet.sendAll(
                second,
                Fleet.beat("1", "pod", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T00:01:00Z"),
                Fleet.beat("2", "pod", site, "GPU-1", "2024-03-01T00:03:00Z", "2024-03-01T00:04:00Z"));
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:02:00Z", "2024-03-01T00:10:00Z"));
        assertBooks(second, 4 * MINUTE, 0);
        assertBooks(first, 8 * MINUTE, 2 * MINUTE);

        Fleet.sendAll(second, Fleet.beat("3", "pod", site, "GPU-1", "2024-03-01T00:04:00Z", "2024-03-01T00:05:00Z"));
        assertBooks(first, 8 * MINUTE, 3 * MINUTE);
        Fleet.sendAll(second, Fleet.withdrawal("not 1", "1"));
        assertBooks(first, 8 * MINUTE, 0);
        assertBooks(second, 2 * MINUTE, 2 * MINUTE);
    }

    /** Starts, stops and heartbeats in any order and doubled, withdrawn here and there, checked by several copies. */
    @Test
    void whateverTheOrderAndHoweverManyCheckTheEndIsTheSame() throws Exception {
        Random random = new Random(20261122);
        Instant complete = MARCH.plusSeconds(25_000);
        new Collector(first, site).completeUntil(scope, complete);
        Map<AllocationName, Marks> allocations = new HashMap<>();
        Map<AllocationName, BeatTimeline> beats = new HashMap<>();
        Map<String, List<CloudEvent>> events = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            String tenant = random.nextBoolean() ? first : second;
            List<CloudEvent> ofTenant = events.computeIfAbsent(tenant, absent -> new ArrayList<>());
            String id = "event-" + i;
            String allocation = "vm-" + random.nextInt(8);
            String device = "GPU-" + random.nextInt(3);
            Instant at = MARCH.plusSeconds(random.nextInt(20_000));
            boolean isWithdrawn = random.nextInt(5) == 0;
            AllocationName name = new AllocationName(tenant, Usage.SOURCE, site, allocation);
            Marks marks = isWithdrawn ? new Marks() : allocations.computeIfAbsent(name, absent -> new Marks());
            switch (random.nextInt(3)) {
                case 0 -> {
                    ofTenant.add(Fleet.start(id, allocation, site, device, at.toString()));
                    marks.add(Mark.start(at.toEpochMilli(), 1000, key(tenant), List.of(device)));
                }
                case 1 -> {
                    ofTenant.add(Fleet.stop(id, allocation, site, at.toString()));
                    marks.add(Mark.stop(at.toEpochMilli()));
                }
                default -> {
                    Instant end = at.plusSeconds(1 + random.nextInt(600));
                    ofTenant.add(Fleet.beat(id, allocation, site, device, at.toString(), end.toString()));
                    BeatTimeline timeline = isWithdrawn
                            ? new BeatTimeline()
                            : beats.computeIfAbsent(name, absent -> new BeatTimeline());
                    timeline.keepPolicy("h100-sxm", 5 * MINUTE);
                    timeline.add(
                            new BeatFigures(1000, UsageKey.NO_PROJECT, "h100-sxm", List.of(device)),
                            at.toEpochMilli(),
                            end.toEpochMilli());
                }
            }
            if (isWithdrawn) {
                ofTenant.add(Fleet.withdrawal("no-" + id, id));
            }
        }
        sendInAnyOrder(events, random);

        List<List<Claim>> claims = claims(allocations, beats, complete);
        for (String tenant : List.of(first, second)) {
            long held = sum(claims, ofDevice -> held(ofDevice, tenant));
            assertThat(held).isPositive();
            assertBooks(tenant, sum(claims, ofDevice -> claimed(ofDevice, tenant)), held);
        }
    }

    /** What is claimed of each device, computed from all that was reported at once. */
    private List<List<Claim>> claims(
            Map<AllocationName, Marks> allocations, Map<AllocationName, BeatTimeline> beats, Instant complete) {
        Map<String, List<Claim>> claims = new HashMap<>();
        allocations.forEach((name, marks) -> marks.runs()
                .forEach(run -> Run.stretches(List.of(run), name.tenant(), site, complete.toEpochMilli())
                        .forEach(stretch -> add(
                                claims,
                                run.start().devices(),
                                new Claimant(name.tenant(), name.claimKey(), name.source(), name.allocation()),
                                stretch.interval()))));
        beats.forEach((name, timeline) -> timeline.stretches(name.tenant(), site)
                .forEach((figures, stretches) -> {
                    BeatStream stream = new BeatStream(
                            name.source(), name.allocation(), key(name.tenant()), 1000, figures.devices());
                    Claimant claimant =
                            new Claimant(name.tenant(), stream.claimKey(), name.source(), name.allocation());
                    Stretch.covered(stretches).forEach(covered -> add(claims, figures.devices(), claimant, covered));
                }));
        return List.copyOf(claims.values());
    }

    private static Stream<Interval> claimed(List<Claim> ofDevice, String tenant) {
        return ofDevice.stream()
                .filter(claim -> claim.claimant().tenant().equals(tenant))
                .map(Claim::interval);
    }

    private static Stream<Interval> held(List<Claim> ofDevice, String tenant) {
        return new DeviceTimeline(ofDevice)
                .holds(ClaimPolicy.FIRST_CLAIM).stream()
                        .filter(hold -> hold.claimant().tenant().equals(tenant))
                        .map(Hold::interval);
    }

    private void sendInAnyOrder(Map<String, List<CloudEvent>> events, Random random) throws Exception {
        List<Callable<Object>> work = new ArrayList<>();
        events.forEach((tenant, list) -> {
            list.addAll(List.copyOf(list.subList(0, list.size() / 3)));
            Collections.shuffle(list, random);
            for (int from = 0; from < list.size(); from += 10) {
                List<CloudEvent> part = List.copyOf(list.subList(from, Math.min(list.size(), from + 10)));
                work.add(() -> Fleet.send(tenant, part));
                work.add(findDoubleAllocations::run);
            }
        });
        Collections.shuffle(work, random);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Object> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        Books.awaitNothingPending();
    }

    private UsageKey key(String tenant) {
        return new UsageKey(tenant, UsageKey.NO_PROJECT, site, "h100-sxm");
    }

    private void add(Map<String, List<Claim>> claims, List<String> devices, Claimant claimant, Interval interval) {
        claims.computeIfAbsent(devices.getFirst(), absent -> new ArrayList<>())
                .add(new Claim(claimant, interval, key(claimant.tenant()), 1000));
    }

    private static long sum(List<List<Claim>> claims, Function<List<Claim>, Stream<Interval>> intervals) {
        return claims.stream()
                .flatMap(intervals)
                .mapToLong(one -> one.length().toMillis())
                .sum();
    }

    private static void assertBooks(String tenant, long events, long held) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonPath time = Books.balance(tenant);
            assertThat(time.getLong("milliGpuSeconds.events")).isEqualTo(events);
            assertThat(time.getLong("milliGpuSeconds.held")).isEqualTo(held);
            assertThat(time.getLong("milliGpuSeconds.metered")).isEqualTo(events - held);
            assertThat(time.getLong("milliGpuSeconds.difference")).isZero();
        });
    }
}

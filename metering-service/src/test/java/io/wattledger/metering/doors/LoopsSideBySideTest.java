package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.Hold;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.flow.AllocationBook;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.DeviceTime;
import io.wattledger.metering.flow.ExtendOpenAllocations;
import io.wattledger.metering.flow.FindDoubleAllocations;
import io.wattledger.metering.flow.SiteWatermarks.TenantSite;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What works in the background works in every copy of the service at once, here in two that never rest, besides the one
 * of the application under test: each piece of work has its effect once.
 */
@QuarkusTest
@WithSuite
class LoopsSideBySideTest {

    private static final long HOUR = 3_600_000;
    private static final Instant MIDNIGHT = Instant.parse("2024-03-01T00:00:00Z");
    private static final int COPIES = 2;
    private static final int ROUNDS = 20;

    private final String tenant = Usage.newTenant();
    private final Collector collector = new Collector(tenant, "site-" + tenant);

    @Inject
    TenantScope scope;

    @Inject
    ExtendOpenAllocations extendOpenAllocations;

    @Inject
    AllocationBook book;

    @Inject
    FindDoubleAllocations findDoubleAllocations;

    @Inject
    DeviceBook devices;

    /** What a copy does again and again; true where there was something to do. */
    private interface Round extends Callable<Boolean> {}

    @BeforeEach
    void catalog() {
        Usage.publishCatalog();
        Fleet.publishSite(collector.site);
    }

    @Test
    void openAllocationsAreExtendedOnce() throws Exception {
        int allocations = 30;
        for (int n = 0; n < allocations; n++) {
            collector.report(collector.start("start-" + n, "vm-" + n, MIDNIGHT.toString(), 1));
        }
        TenantSite site = new TenantSite(tenant, collector.site);

        List<Integer> rounds = whileCopiesWork(
                () -> scope.inTransaction(tenant, connection -> extendOpenAllocations.extend(site, 2)) > 0, () -> {
                    for (int hour = 1; hour <= ROUNDS; hour++) {
                        collector.completeUntil(scope, MIDNIGHT.plus(Duration.ofHours(hour)));
                        Awaitility.await()
                                .atMost(Duration.ofSeconds(30))
                                .until(() -> !book.behind().contains(site));
                    }
                });

        assertThat(rounds).as("chunks that each copy extended").doesNotContain(0);
        assertThat(collector.milliGpuSeconds(scope)).isEqualTo(allocations * ROUNDS * HOUR);
        Books.assertBooks(tenant, allocations, allocations, 0, 0, 0);
    }

    @Test
    void devicesAreCheckedOnce() throws Exception {
        int perRound = 25;

        List<Integer> rounds = whileCopiesWork(findDoubleAllocations::run, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                List<CloudEvent> claims = new ArrayList<>();
                for (int n = 0; n < perRound; n++) {
                    String name = round + "-" + n;
                    claims.add(Fleet.claim(name, collector.site, name, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
                    claims.add(Fleet.claim(
                            "again-" + name, collector.site, name, "2024-03-01T00:30:00Z", "2024-03-01T01:30:00Z"));
                }
                assertThat(Fleet.send(tenant, claims)).containsOnly("metered");
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> devices.waiting(List.of()) == 0);
        });

        assertThat(rounds).as("rounds in which each copy checked devices").doesNotContain(0);
        assertThat(collector.milliGpuSeconds(scope))
                .as("an hour and the half hour that the second claim has for itself, for each device")
                .isEqualTo(ROUNDS * perRound * (HOUR + HOUR / 2));
        Books.assertBooks(tenant, 2L * ROUNDS * perRound, 2L * ROUNDS * perRound, 0, 0, 0);
    }

    /** Another copy has corrected the claim since it was read: its usage is another project's by now. */
    @Test
    void aHoldOfAnotherProjectThanClaimsTheDeviceIsNotConfirmed() {
        Fleet.sendAll(
                tenant, Fleet.claim("a", collector.site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Claimant claimant = new Claimant(tenant, new EventIdentity(tenant, Usage.SOURCE, "a").key(), Usage.SOURCE, "a");
        Interval hour = new Interval(MIDNIGHT, MIDNIGHT.plus(Duration.ofHours(1)));
        List<DeviceBook.DeviceHold> holds = Stream.of(UsageKey.NO_PROJECT, "before")
                .map(project -> new UsageKey(tenant, project, collector.site, "h100-sxm"))
                .map(key -> new DeviceBook.DeviceHold(
                        new Device(collector.site, "GPU-1"), new Hold(claimant, key, 1_000, hour, claimant)))
                .toList();

        List<DeviceBook.DeviceHold> confirmed = scope.inTransaction(tenant, connection -> devices.confirm(holds));

        assertThat(confirmed).containsExactly(holds.getFirst());
    }

    /**
     * Whose a device is, is read before it is locked. Who takes only changes of its own tenants would not look at what they mean for
     * the stranger, whose hold would stand for good.
     */
    @Test
    void aDeviceThatAStrangerHasComeToIsLeftForARoundWithBoth() {
        Device device = new Device(collector.site, "GPU-1");
        String stranger = Usage.newTenant();
        scope.inTransactionDo(List.of(tenant), connection -> {
            assertThat(devices.take(List.of(device)))
                    .as("locked, so that no other copy checks it")
                    .isEmpty();

            Fleet.sendAll(
                    tenant, Fleet.claim("a", collector.site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
            assertThat(devices.take(List.of(device)))
                    .extracting(DeviceTime::device)
                    .containsExactly(device);

            Fleet.sendAll(
                    stranger,
                    Fleet.claim("b", collector.site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T01:30:00Z"));
            Fleet.sendAll(
                    tenant, Fleet.claim("c", collector.site, "GPU-1", "2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z"));
            assertThat(devices.take(List.of(device))).isEmpty();
        });

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> devices.waiting(List.of()) == 0);
        assertThat(collector.milliGpuSeconds(scope))
                .as("the first claim, and half an hour that the stranger's leaves of the last")
                .isEqualTo(HOUR + HOUR / 2);
        assertThat(new Collector(stranger, collector.site).milliGpuSeconds(scope))
                .as("half an hour that the first claim leaves")
                .isEqualTo(HOUR / 2);
    }

    /** Lets copies work without rest while {@code work} is done; how often each found something to do. */
    private static List<Integer> whileCopiesWork(Round round, Runnable work) throws Exception {
        AtomicBoolean isDone = new AtomicBoolean();
        List<Integer> found = new ArrayList<>();
        try (ExecutorService copies = Executors.newFixedThreadPool(COPIES)) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int copy = 0; copy < COPIES; copy++) {
                running.add(copies.submit(() -> {
                    int rounds = 0;
                    while (!isDone.get()) {
                        rounds += round.call() ? 1 : 0;
                    }
                    return rounds;
                }));
            }
            try {
                work.run();
            } finally {
                isDone.set(true);
            }
            for (Future<Integer> copy : running) {
                found.add(copy.get(1, TimeUnit.MINUTES));
            }
        }
        return found;
    }
}

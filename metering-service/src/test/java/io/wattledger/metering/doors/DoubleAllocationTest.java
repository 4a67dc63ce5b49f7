package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.ClaimPolicy;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.device.DeviceTimeline;
import io.wattledger.metering.event.EventIdentity;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.FindDoubleAllocations;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithSuite
class DoubleAllocationTest {

    private static final Instant MARCH = Instant.parse("2024-03-01T00:00:00Z");

    @Inject
    FindDoubleAllocations findDoubleAllocations;

    @Inject
    DeviceBook book;

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
    void theClaimThatBeganFirstCountsAndOfTheOtherTheRest() {
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Books.awaitNothingPending();

        assertThat(used(first)).isEqualTo(3_600_000);
        assertThat(used(second)).isEqualTo(3_600_000);
        assertBooks(first, 3_600_000, 0);
        assertBooks(second, 5_400_000, 1_800_000);
        JsonPath found = Books.read("/api/v1/double-allocations?site=" + site);
        assertThat(found.getList("items")).hasSize(1);
        assertThat(found.getString("items[0].tenant")).isEqualTo(second);
        assertThat(found.getString("items[0].device")).isEqualTo("GPU-1");
        assertThat(found.getString("items[0].name")).isEqualTo("b");
        assertThat(found.getString("items[0].against.tenant")).isEqualTo(first);
        assertThat(found.getString("items[0].against.name")).isEqualTo("a");
        assertThat(found.getString("items[0].from")).isEqualTo("2024-03-01T00:30:00Z");
        assertThat(found.getString("items[0].to")).isEqualTo("2024-03-01T01:00:00Z");
        assertThat(found.getLong("items[0].milliGpuSeconds")).isEqualTo(1_800_000);
    }

    @Test
    void aTenantSeesThatItsClaimIsHeldButNotByWhom() {
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Books.awaitNothingPending();

        String path = "/api/v1/double-allocations?tenants=" + first;
        assertThat(Fleet.readAs(TestTokens.tenant(first), path).getList("items"))
                .isEmpty();
        JsonPath own = Fleet.readAs(TestTokens.tenant(second), path);
        assertThat(own.getList("items.tenant")).containsExactly(second);
        assertThat(own.getString("items[0].against")).isNull();
        assertThat(own.prettify()).doesNotContain("against");
    }

    @Test
    void aTenantIsToldOfItsOwnTwoClaims() {
        Fleet.sendAll(
                first,
                Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                Fleet.claim("b", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Books.awaitNothingPending();

        assertThat(used(first)).isEqualTo(3_600_000);
        assertThat(Fleet.readAs(TestTokens.tenant(first), "/api/v1/double-allocations")
                        .getString("items[0].against.tenant"))
                .isEqualTo(first);
    }

    @Test
    void touchingClaimsAndClaimsOfOtherDevicesAndSitesDoNotMeet() {
        String elsewhere = "elsewhere-" + site;
        Fleet.publishSite(elsewhere);
        Fleet.sendAll(
                first,
                Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"),
                Fleet.claim("b", site, "GPU-2", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Fleet.sendAll(
                second,
                Fleet.claim("c", site, "GPU-1", "2024-03-01T01:00:00Z", "2024-03-01T02:00:00Z"),
                Fleet.claim("d", elsewhere, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Books.awaitNothingPending();

        assertThat(Books.read("/api/v1/double-allocations?site=" + site).getList("items"))
                .isEmpty();
        assertThat(Books.read("/api/v1/double-allocations?site=" + elsewhere).getList("items"))
                .isEmpty();
    }

    @Test
    void ofAllocationsOfSeveralGpusOnlyTheDeviceClaimedTwiceIsHeld() {
        String data = """
                {'site':'%s','sku':'h100-sxm','gpuCount':2,'devices':['%s','%s'],
                'start':'2024-03-01T00:00:00Z','end':'2024-03-01T01:00:00Z'}""";
        String type = "io.wattledger.gpu.allocation.interval.v1";
        Fleet.sendAll(first, Fleet.event("a", type, data.formatted(site, "GPU-1", "GPU-2")));
        Fleet.sendAll(second, Fleet.event("b", type, data.formatted(site, "GPU-2", "GPU-3")));
        Books.awaitNothingPending();

        assertThat(used(first) + used(second)).isEqualTo(3 * 3_600_000);
        assertThat(Books.read("/api/v1/double-allocations?site=" + site).getList("items.device"))
                .containsExactly("GPU-2");
    }

    @Test
    void aHoldIsReleasedWhenTheClaimInItsWayIsWithdrawn() {
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Books.awaitNothingPending();
        Fleet.sendAll(first, Fleet.withdrawal("w", "a"));
        Books.awaitNothingPending();

        assertThat(used(second)).isEqualTo(5_400_000);
        assertBooks(first, 0, 0);
        assertBooks(second, 5_400_000, 0);
        assertThat(Books.read("/api/v1/double-allocations?state=open&site=" + site)
                        .getList("items"))
                .isEmpty();
        assertThat(Books.read("/api/v1/double-allocations?state=released&site=" + site)
                        .getList("items.tenant"))
                .containsExactly(second);
    }

    @Test
    void aClaimThatIsHeldCanBeWithdrawn() {
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Books.awaitNothingPending();
        Fleet.sendAll(second, Fleet.withdrawal("w", "b"));
        Fleet.sendAll(first, Fleet.withdrawal("w", "a"));
        Books.awaitNothingPending();

        assertBooks(first, 0, 0);
        assertBooks(second, 0, 0);
        assertThat(Books.read("/api/v1/double-allocations?state=open&site=" + site)
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void whereTheSiteSaysSoNeitherClaimCounts() {
        String strict = "hold-both-site";
        Fleet.publishSite(strict);
        Fleet.sendAll(first, Fleet.claim("a", strict, first, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Fleet.sendAll(second, Fleet.claim("b", strict, first, "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Books.awaitNothingPending();

        assertBooks(first, 3_600_000, 1_800_000);
        assertBooks(second, 5_400_000, 1_800_000);
        assertThat(Books.read("/api/v1/double-allocations?site=" + strict + "&device=" + first)
                        .getList("items.tenant"))
                .containsExactlyInAnyOrder(first, second);
    }

    @Test
    void aCheckThatDiesLeavesTheDeviceToBeCheckedAgain() {
        Fleet.sendAll(first, Fleet.claim("a", site, "GPU-1", "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        Device device = new Device(site, "GPU-1");
        assertThatThrownBy(() -> scope.inTransactionDo(List.of(first, second), connection -> {
                    Interval hour = new Interval(MARCH, MARCH.plusSeconds(3600));
                    book.take(List.of(device));
                    book.begin(List.of(new DeviceBook.DeviceHold(device, hold(hour))), MARCH);
                    throw new IllegalStateException("killed before the commit");
                }))
                .hasMessageContaining("killed");
        Fleet.sendAll(second, Fleet.claim("b", site, "GPU-1", "2024-03-01T00:30:00Z", "2024-03-01T02:00:00Z"));
        Books.awaitNothingPending();

        assertBooks(first, 3_600_000, 0);
        assertBooks(second, 5_400_000, 1_800_000);
    }

    /** Only so many claims can be checked together; those that do not meet are not among them, however many there are. */
    @Test
    void jobsThatFollowOneAnotherForWeeksAreChecked() {
        int jobs = 40 * 24 * 6;
        Instant begin = MARCH.minus(Duration.ofDays(40));
        List<CloudEvent> claims = new ArrayList<>();
        for (int n = 0; n < jobs; n++) {
            Instant start = begin.plusSeconds(600L * n);
            claims.add(Fleet.claim(
                    "job-" + n,
                    site,
                    "GPU-1",
                    start.toString(),
                    start.plusSeconds(600).toString()));
        }
        assertThat(Fleet.send(first, claims)).containsOnly("metered");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> book.waiting(List.of()) == 0);

        Fleet.sendAll(
                first,
                Fleet.withdrawal("w", "job-0"),
                Fleet.claim("again", site, "GPU-1", "2024-02-29T23:55:00Z", "2024-03-01T00:05:00Z"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> book.waiting(List.of()) == 0);
        assertThat(Books.read("/api/v1/double-allocations?site=" + site).getList("items.name"))
                .containsExactly("again");

        // All of it at once, as rows of before said where two times had changed.
        scope.inTransactionDo(List.of(first), connection -> {
            try (PreparedStatement note = connection.prepareStatement("""
                    INSERT INTO device_change (tenant_id, device_key, site, device, from_at, to_at)
                    VALUES (?, ?, ?, 'GPU-1', '2024-01-21T00:00:00Z', '2024-03-01T00:05:00Z')""")) {
                note.setString(1, first);
                note.setBytes(2, new Device(site, "GPU-1").key().bytes());
                note.setString(3, site);
                note.executeUpdate();
            }
        });
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> book.waiting(List.of()) == 0);
    }

    private io.wattledger.metering.device.Hold hold(Interval interval) {
        Claimant claimant = new Claimant(first, new EventIdentity(first, Usage.SOURCE, "a").key(), Usage.SOURCE, "a");
        return new io.wattledger.metering.device.Hold(
                claimant, new UsageKey(first, "default", site, "h100-sxm"), 1000, interval, claimant);
    }

    @Test
    void pagesThroughWhatWasFound() {
        List<CloudEvent> claims = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            claims.add(Fleet.claim("a" + i, site, "GPU-" + i, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
            claims.add(Fleet.claim("b" + i, site, "GPU-" + i, "2024-03-01T00:00:00Z", "2024-03-01T01:00:00Z"));
        }
        assertThat(Fleet.send(first, claims)).containsOnly("metered");
        Books.awaitNothingPending();

        String path = "/api/v1/double-allocations?limit=3&site=" + site;
        List<String> devices = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = Books.read(cursor == null ? path : path + "&cursor=" + cursor);
            devices.addAll(page.getList("items.device"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(devices).hasSize(7).doesNotHaveDuplicates();
    }

    /** Three tenants, claims in any order and doubled, withdrawn here and there, checked by several copies at once. */
    @Test
    void whateverTheOrderAndHoweverManyCheckTheEndIsTheSame() throws Exception {
        Random random = new Random(20261122);
        String third = Usage.newTenant();
        List<String> tenants = List.of(first, second, third);
        Map<Device, List<Claim>> standing = new HashMap<>();
        Map<String, List<CloudEvent>> events = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            String tenant = tenants.get(random.nextInt(3));
            Device device = new Device(site, "GPU-" + random.nextInt(6));
            Instant start = MARCH.plusSeconds(random.nextInt(20_000));
            Interval interval = new Interval(start, start.plusSeconds(1 + random.nextInt(8_000)));
            String id = "claim-" + i;
            List<CloudEvent> ofTenant = events.computeIfAbsent(tenant, absent -> new ArrayList<>());
            ofTenant.add(Fleet.claim(
                    id, site, device.id(), start.toString(), interval.end().toString()));
            if (random.nextInt(5) == 0) {
                ofTenant.add(Fleet.withdrawal("w-" + id, id));
            } else {
                Claimant claimant =
                        new Claimant(tenant, new EventIdentity(tenant, Usage.SOURCE, id).key(), Usage.SOURCE, id);
                UsageKey key = new UsageKey(tenant, UsageKey.NO_PROJECT, site, "h100-sxm");
                standing.computeIfAbsent(device, absent -> new ArrayList<>())
                        .add(new Claim(claimant, interval, key, 1000));
            }
        }
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

        for (String tenant : tenants) {
            assertBooks(
                    tenant,
                    sum(standing.values().stream()
                            .flatMap(List::stream)
                            .filter(claim -> claim.claimant().tenant().equals(tenant))
                            .map(Claim::interval)
                            .toList()),
                    sum(standing.values().stream()
                            .flatMap(claims -> new DeviceTimeline(claims).holds(ClaimPolicy.FIRST_CLAIM).stream())
                            .filter(hold -> hold.claimant().tenant().equals(tenant))
                            .map(hold -> hold.interval())
                            .toList()));
        }
    }

    private static long sum(List<Interval> intervals) {
        return intervals.stream().mapToLong(one -> one.length().toMillis()).sum();
    }

    private static long used(String tenant) {
        return Fleet.usage(tenant).getList("items.milliGpuSeconds", Long.class).stream()
                .mapToLong(Long::longValue)
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

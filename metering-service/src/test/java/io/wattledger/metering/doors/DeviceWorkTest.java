package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.DeviceBook.DeviceClaim;
import io.wattledger.metering.flow.FindDoubleAllocations;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks of devices: what of it cannot be done, or is much, holds up none of the rest. */
@QuarkusTest
@WithSuite
class DeviceWorkTest {

    private static final Instant MARCH = Instant.parse("2024-03-01T00:00:00Z");
    private static final int MANY = 6_000;

    private final String tenant = Usage.newTenant();
    private final String site = "site-of-" + tenant;

    @Inject
    TenantScope scope;

    @Inject
    DeviceBook book;

    @Inject
    FindDoubleAllocations work;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @BeforeEach
    void site() {
        Fleet.publishSite(site);
    }

    /** Jobs of ten seconds on one device: some thousands in less than a day. */
    @Test
    void aDeviceOfThousandsOfJobsADayIsChecked() {
        Device busy = new Device(site, "GPU-busy");
        claim(busy, n -> {
            Instant start = MARCH.plusSeconds(10L * n);
            return new Interval(start, start.plusSeconds(10));
        });

        awaitFound(busy);

        assertThat(work.aside()).isZero();
    }

    @Test
    void aDeviceOfMoreClaimsThanCanBeCheckedIsPassedOverAndTold() {
        Device broken = new Device(site, "GPU-broken");
        claim(broken, n -> new Interval(MARCH.plusMillis(n), MARCH.plusSeconds(3_600)));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> work.aside() == 1);

        awaitFound(new Device(site, "GPU-other"));

        Books.awaitNothingPending();
        assertThat(given().get("/q/metrics").then().extract().asString())
                .containsPattern("wattledger_metering_devices_aside(\\{[^}]*})? 1\\.0");
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (var forget = connection.prepareStatement("DELETE FROM device_change WHERE tenant_id = ?")) {
                forget.setString(1, tenant);
                assertThat(forget.executeUpdate()).isPositive();
            }
        });
    }

    /** Many claims of a device, all at once. */
    private void claim(Device device, IntFunction<Interval> when) {
        UsageKey series = new UsageKey(tenant, UsageKey.NO_PROJECT, site, "h100-sxm");
        List<DeviceClaim> claims = new ArrayList<>();
        for (int n = 0; n < MANY; n++) {
            Claimant claimant = new Claimant(tenant, new EventKey(0, n), "/test", Integer.toString(n));
            claims.add(new DeviceClaim(device, new Claim(claimant, when.apply(n), series, 1_000), List.of()));
        }
        scope.inTransactionDo(List.of(tenant), connection -> book.change(claims, List.of(), MARCH));
    }

    /** Two claims of an evening meet. */
    private void awaitFound(Device device) {
        Fleet.sendAll(
                tenant,
                Fleet.claim("one", site, device.id(), "2024-03-01T20:00:00Z", "2024-03-01T21:00:00Z"),
                Fleet.claim("two", site, device.id(), "2024-03-01T20:30:00Z", "2024-03-01T21:30:00Z"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Books.read("/api/v1/double-allocations?site=" + site)
                                .getList("items.name"))
                        .containsExactly("two"));
    }
}

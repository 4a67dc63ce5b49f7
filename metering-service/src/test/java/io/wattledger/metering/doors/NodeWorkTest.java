package io.wattledger.metering.doors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.device.Claim;
import io.wattledger.metering.device.Claimant;
import io.wattledger.metering.device.Device;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.flow.DeviceBook;
import io.wattledger.metering.flow.DeviceBook.DeviceClaim;
import io.wattledger.metering.flow.DeviceTime;
import io.wattledger.metering.flow.ShareNodeEnergy;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The work on the energy of nodes: what of it cannot be done, or is much, holds up none of the rest. */
@QuarkusTest
@WithSuite
class NodeWorkTest {

    private static final String SITE = "glomfjord";
    private static final String MIDNIGHT = "2024-03-01T00:00:00Z";
    private static final String NEXT_MIDNIGHT = "2024-03-02T00:00:00Z";
    private static final long HOURS = 24;

    private final String tenant = Usage.newTenant();
    private final Device device = new Device(SITE, "GPU-of-" + tenant);

    @Inject
    TenantScope scope;

    @Inject
    DeviceBook devices;

    @Inject
    ShareNodeEnergy work;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    /** No collector can send a reading without project; once there was one, nobody's energy was shared any more. */
    @Test
    void devicesWhoseEnergyCannotBeWorkedOutArePassedOver() {
        List<Device> broken = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            broken.add(new Device(SITE, "GPU-" + n + "-of-" + tenant));
        }
        String strange = Usage.newTenant();
        scope.inTransactionDo(List.of(strange), connection -> {
            for (Device one : broken) {
                counter(connection, strange, one);
                readings(connection, strange, one, "''", 1);
                changes(connection, strange, one, 1);
            }
            changes(connection, strange, broken.getFirst(), 60);
        });
        shareADay(1_000 * HOURS);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> work.aside() == broken.size() + 60);
        Books.awaitNothingPending();
        scope.inTransactionDo(
                List.of(strange),
                connection -> execute(connection, "DELETE FROM node_change WHERE tenant_id = ?", strange));
    }

    /** As of a collector whose every batch says something else of the device. */
    private static void changes(Connection connection, String tenant, Device device, int count) throws SQLException {
        execute(connection, """
                INSERT INTO node_change (tenant_id, device_key, site, device, from_at, to_at)
                SELECT ?, ?, ?, ?, '2024-03-01T00:00:00Z', '2024-03-01T01:00:00Z' FROM generate_series(1, %d)""".formatted(count), tenant, device.key(), SITE, device.id());
    }

    @Test
    void aDayOfMoreReadingsThanMayBeInMemoryIsWorkedOutInParts() {
        scope.inTransactionDo(List.of(tenant), connection -> {
            counter(connection, tenant, device);
            readings(connection, tenant, device, "'default'", 260_000);
        });

        long aside = work.aside();

        shareADay(1_000 * HOURS);

        assertThat(work.aside()).isLessThanOrEqualTo(aside);
    }

    @Test
    void whatHasChangedFarApartIsNotedApartAndNoMoreThanAMonthAtOnce() {
        Interval lastYear = new Interval(Instant.parse("2023-06-01T00:00:00Z"), Instant.parse("2023-06-01T01:00:00Z"));
        Interval soon = new Interval(Instant.parse("2023-06-01T23:00:00Z"), Instant.parse("2023-06-02T00:00:00Z"));
        Interval winter = new Interval(Instant.parse("2024-01-01T00:00:00Z"), Instant.parse("2024-03-11T00:00:00Z"));

        assertThatThrownBy(() -> scope.inTransactionDo(List.of(tenant), connection -> {
                    devices.change(
                            List.of(claim(1, winter), claim(2, lastYear), claim(3, soon)), List.of(), Instant.EPOCH);
                    assertThat(devices.take(List.of(device)))
                            .extracting(DeviceTime::time)
                            .containsExactlyInAnyOrder(new Interval(lastYear.start(), soon.end()), winter);
                    assertThat(noted(connection))
                            .containsExactly(
                                    new Interval(lastYear.start(), soon.end()),
                                    new Interval(winter.start(), Instant.parse("2024-02-01T00:00:00Z")),
                                    new Interval(
                                            Instant.parse("2024-02-01T00:00:00Z"),
                                            Instant.parse("2024-03-03T00:00:00Z")),
                                    new Interval(Instant.parse("2024-03-03T00:00:00Z"), winter.end()));
                    throw new IllegalStateException("nothing of it stays");
                }))
                .hasMessageContaining("nothing of it stays");
    }

    private DeviceClaim claim(long number, Interval interval) {
        Claimant claimant = new Claimant(tenant, new EventKey(0, number), "/test", Long.toString(number));
        UsageKey key = new UsageKey(tenant, UsageKey.NO_PROJECT, SITE, "h100-sxm");
        return new DeviceClaim(device, new Claim(claimant, interval, key, 1_000), List.of());
    }

    private List<Interval> noted(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT from_at, to_at FROM node_change WHERE device_key = ? ORDER BY from_at")) {
            select.setBytes(1, device.key().bytes());
            return Rows.read(
                    select,
                    row -> new Interval(
                            row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()));
        }
    }

    /** A device is used for a day, and the meter of its node read. */
    private void shareADay(long millijoules) {
        Fleet.sendAll(tenant, Fleet.claim("use", SITE, device.id(), MIDNIGHT, NEXT_MIDNIGHT));
        given().auth()
                .oauth2(TestTokens.operator())
                .contentType("application/cloudevents+json")
                .body(Usage.structured(Fleet.event(
                        "report-" + tenant,
                        UsageEventTypes.NODE_ENERGY_INTERVAL,
                        "{'site':'%s','node':'node-of-%s','devices':['%s'],'start':'%s','end':'%s','millijoules':%d}"
                                .formatted(SITE, tenant, device.id(), MIDNIGHT, NEXT_MIDNIGHT, millijoules))))
                .post("/api/v1/events")
                .then()
                .statusCode(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Fleet.usage(tenant).getList("items.measuredMillijoules", Long.class))
                        .containsExactly(millijoules));
    }

    private static void counter(Connection connection, String tenant, Device device) throws SQLException {
        execute(
                connection,
                "INSERT INTO energy_counter (tenant_id, counter_key, site, device, gpu_thousandths) VALUES (?, ?, ?, ?, 1000)",
                tenant,
                key(tenant, device),
                SITE,
                device.id());
    }

    /** Of one day, two at each instant, which contradict each other. */
    private static void readings(Connection connection, String tenant, Device device, String project, int count)
            throws SQLException {
        execute(connection, """
                INSERT INTO energy_reading
                    (tenant_id, counter_key, read_at, event_key, millijoules, project, sku, is_plain)
                SELECT ?, ?, timestamptz '2024-03-01T00:00:00Z' + n / 2 * interval '600 milliseconds',
                    decode(lpad(to_hex(n), 32, '0'), 'hex'), 1000 * (n %% 2), %s, 'h100-sxm', %b
                FROM generate_series(0, %d) AS n""".formatted(project, count == 1, count - 1), tenant, key(tenant, device));
    }

    private static EventKey key(String tenant, Device device) {
        return new Counter(tenant, device.site(), device.id(), 1_000).key();
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof EventKey key ? key.bytes() : values[i]);
            }
            statement.executeUpdate();
        }
    }
}

package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.OwnerDatabase;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.flow.CounterBook;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of each reading it is known whether others of its instant contradict it, so that none of those need be looked at. */
@QuarkusTest
@WithSuite
class PlainReadingsTest {

    private static final String SITE = "glomfjord";

    private final String tenant = Usage.newTenant();
    private final String gpu = "GPU-of-" + tenant;

    @Inject
    TenantScope scope;

    @Inject
    CounterBook book;

    @BeforeAll
    static void catalog() {
        Usage.publishCatalog();
    }

    @Test
    void followsWhatComesAndIsWithdrawn() {
        Fleet.sendAll(
                tenant,
                reading("1", "2024-03-01T00:00:00Z", 1_000),
                reading("2", "2024-03-01T00:15:00Z", 1_100),
                reading("odd", "2024-03-01T00:15:00Z", 1_200),
                reading("3", "2024-03-01T00:30:00Z", 1_300),
                reading("same", "2024-03-01T00:30:00Z", 1_300));
        assertThat(plain()).containsExactly(true, false, false, true, true);

        Fleet.sendAll(tenant, Fleet.withdrawal("w", "odd"), reading("late", "2024-03-01T00:30:00Z", 1_301));
        assertThat(plain()).containsExactly(true, true, false, false, false);
    }

    @Test
    void thoseThatContradictEachOtherAreNotReadForOneThatComesLater() throws SQLException {
        Fleet.sendAll(tenant, reading("1", "2024-02-01T00:00:00Z", 1_000));
        Counter counter = new Counter(tenant, SITE, gpu, 1_000);
        scope.inTransactionDo(List.of(tenant), connection -> {
            try (PreparedStatement add = connection.prepareStatement("""
                    INSERT INTO energy_reading
                        (tenant_id, counter_key, read_at, event_key, millijoules, project, sku, is_plain)
                    SELECT ?, ?, timestamptz '2024-02-02' + n / 2 * interval '1 minute',
                        decode(lpad(to_hex(n), 32, '0'), 'hex'), 1000 + n % 2, 'default', 'h100-sxm', false
                    FROM generate_series(1, 20000) AS n""")) {
                add.setString(1, tenant);
                add.setBytes(2, counter.key().bytes());
                add.executeUpdate();
            }
        });
        analyze();

        scope.inTransactionDo(List.of(tenant), connection -> {
            long before = looks(connection);
            Instant later = Instant.parse("2024-03-01T00:00:00Z");
            assertThat(book.near(List.of(new CounterBook.Moment(counter, later))))
                    .extracting(kept -> kept.reading().at())
                    .containsExactly(Instant.parse("2024-02-01T00:00:00Z"));
            assertThat(looks(connection) - before).isLessThan(1_000);
        });
    }

    /** A hundred are allowed, since the instances of a parted GPU repeat its counter, and many collectors may. */
    @Test
    void aHundredOfOneInstantAreTaken() {
        List<CloudEvent> readings = new ArrayList<>();
        for (int n = 0; n < 101; n++) {
            readings.add(reading("same-" + n, "2024-03-01T00:00:00Z", 1_000));
        }
        readings.add(reading("next", "2024-03-01T00:15:00Z", 2_000));

        List<String> outcomes = Fleet.send(tenant, readings);

        assertThat(outcomes).hasSize(102).endsWith("metered");
        assertThat(outcomes.stream().filter("refused"::equals)).hasSize(1);
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.code"))
                .containsExactly("instant-overfull");
        Fleet.sendAll(tenant, Fleet.withdrawal("w", "next"));
    }

    /** An exporter whose clock has stopped, and each of whose reports has an id of its own, loses nothing but these readings. */
    @Test
    void whatComesBesideReadingsThatAreTooManyIsTaken() {
        fill("2024-03-01T00:00:00Z");
        List<CloudEvent> mixed = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            mixed.add(interval("use-" + n, n));
            mixed.add(reading("more-" + n, "2024-03-01T00:00:00Z", 1_000));
            mixed.add(Fleet.start("start-" + n, "job-" + n, SITE, gpu + "-" + n, "2024-03-01T00:00:00Z"));
        }

        List<String> outcomes = Fleet.send(tenant, mixed);

        for (int n = 0; n < mixed.size(); n++) {
            assertThat(outcomes.get(n))
                    .as(mixed.get(n).getId())
                    .isEqualTo(mixed.get(n).getId().startsWith("more-") ? "refused" : "metered");
        }
        for (int n = 0; n < 20; n++) {
            Fleet.sendAll(tenant, Fleet.withdrawal("w-" + n, "start-" + n));
        }
    }

    /** Of those that correct one of the hundred each leaves it there when it is refused, so that the next does not fit. */
    @Test
    void whatComesBesideReadingsThatAreTooManyOneAfterTheOtherIsTaken() {
        fill("2024-03-01T00:00:00Z");
        List<CloudEvent> mixed = new ArrayList<>();
        mixed.add(reading("one-more", "2024-03-01T00:00:00Z", 1_000));
        for (int n = 0; n < 20; n++) {
            mixed.add(interval("use-" + n, n));
            mixed.add(CloudEventBuilder.from(reading("instead-" + n, "2024-03-01T00:00:00Z", 1_000))
                    .withExtension("supersedes", "same-" + n)
                    .withExtension("correctionreason", "wrong figures")
                    .build());
        }

        List<String> outcomes = Fleet.send(tenant, mixed);

        for (int n = 0; n < mixed.size(); n++) {
            if (mixed.get(n).getId().startsWith("use-")) {
                assertThat(outcomes.get(n)).as(mixed.get(n).getId()).isEqualTo("metered");
            }
        }
        assertThat(Books.read("/api/v1/refusals?tenants=" + tenant).getList("items.code", String.class))
                .isNotEmpty()
                .containsOnly("instant-overfull");
    }

    /** As many readings as may be of one instant. */
    private void fill(String at) {
        List<CloudEvent> readings = new ArrayList<>();
        for (int n = 0; n < 100; n++) {
            readings.add(reading("same-" + n, at, 1_000));
        }
        assertThat(Fleet.send(tenant, readings)).containsOnly("metered");
    }

    private static CloudEvent interval(String id, int hour) {
        String start = Instant.parse("2024-03-01T00:00:00Z")
                .plus(Duration.ofHours(hour))
                .toString();
        String end = Instant.parse("2024-03-01T01:00:00Z")
                .plus(Duration.ofHours(hour))
                .toString();
        return Fleet.event(id, UsageEventTypes.ALLOCATION_INTERVAL, """
                {'site':'%s','sku':'h100-sxm','gpuCount':1,'start':'%s','end':'%s'}""".formatted(SITE, start, end));
    }

    /** The database does so by itself, but not at once; before, it takes either index for as good as the other. */
    private static void analyze() throws SQLException {
        try (Connection connection = OwnerDatabase.source().getConnection();
                Statement owner = connection.createStatement()) {
            owner.execute("ANALYZE energy_reading");
        }
    }

    private CloudEvent reading(String id, String at, long millijoules) {
        return Fleet.reading(id, SITE, gpu, at, Long.toString(millijoules));
    }

    private List<Boolean> plain() {
        return scope.inTransaction(List.of(tenant), connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT is_plain FROM energy_reading WHERE tenant_id = ? ORDER BY read_at, millijoules")) {
                select.setString(1, tenant);
                return Rows.read(select, row -> row.getBoolean(1));
            }
        });
    }

    /** Rows of readings that the transaction has looked at. */
    private static long looks(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                var row = select.executeQuery("""
                        SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
                        FROM pg_stat_xact_user_tables WHERE relname = 'energy_reading'""")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}

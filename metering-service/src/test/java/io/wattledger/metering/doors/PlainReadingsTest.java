package io.wattledger.metering.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.metering.energy.Counter;
import io.wattledger.metering.flow.CounterBook;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
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
    void thoseThatContradictEachOtherAreNotReadForOneThatComesLater() {
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

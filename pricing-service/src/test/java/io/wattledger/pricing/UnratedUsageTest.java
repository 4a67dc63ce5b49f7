package io.wattledger.pricing;

import static io.wattledger.pricing.PathTest.account;
import static io.wattledger.pricing.PathTest.apply;
import static io.wattledger.pricing.PathTest.await;
import static io.wattledger.pricing.PathTest.awaitSettled;
import static io.wattledger.pricing.PathTest.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.TestKafka;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Usage under a contract that cannot be rated is told to billing all the same, and no longer once it can be. */
@QuarkusTest
@WithSuite
class UnratedUsageTest {

    private static final long DAY = 720_000_000L;

    @Inject
    TenantScope scope;

    @Test
    void tellsUsageBeforeTheFirstVersionOfItsTariffAndRatesItOnceThereIsOne() {
        String late = TestCatalog.norway("u1")
                .replace("\"validFrom\": \"2026-01-01\",\n", "\"validFrom\": \"2026-11-01\",\n");
        apply(late);
        account("tenant-u1", 1, "tariff-u1", "2025-12-31T23:00:00Z", null);
        slots("tenant-u1", "u1", 1, 7200);
        RatedUsage unrated = await("tenant-u1", one -> one.milliGpuSeconds() == DAY);
        assertThat(unrated.charges()).isEmpty();
        assertThat(unrated.contract()).isEqualTo("tenant-u1-2026");
        assertThat(unrated.gaps())
                .extracting(Gap::component, Gap::missing, Gap::filled)
                .containsExactly(tuple("-", "tariff tariff-u1", false));

        apply(TestCatalog.norway("u1"));
        RatedUsage rated = await("tenant-u1", one -> !one.charges().isEmpty());
        assertThat(rated.recordKey()).isEqualTo(unrated.recordKey());
        assertThat(rated.revision()).isGreaterThan(unrated.revision());
        assertThat(rated.unrated()).isFalse();
        assertThat(rated.milliGpuSeconds()).isEqualTo(DAY);
    }

    @Test
    void tellsUsageOfAnUnknownSiteAndTakesItBackOnceTheSiteIsKnown() {
        account("tenant-u2", 1, "tariff-u2", "2025-12-31T23:00:00Z", null);
        slots("tenant-u2", "u2", 1, 7200);
        awaitSettled();
        assertThat(latest("tenant-u2").values())
                .isNotEmpty()
                .allSatisfy(
                        one -> assertThat(one.gaps()).extracting(Gap::missing).containsExactly("site site-u2"));

        apply(TestCatalog.norway("u2"));
        TestKafka.await(
                Topics.RATED_USAGE,
                all -> latest("tenant-u2").values().stream()
                        .anyMatch(one -> !one.charges().isEmpty()));
        awaitSettled();
        List<RatedUsage> told = latest("tenant-u2").values().stream()
                .filter(one -> one.milliGpuSeconds() > 0 || !one.gaps().isEmpty())
                .toList();
        assertThat(told).singleElement().satisfies(one -> {
            assertThat(one.periodStart()).isEqualTo(Instant.parse("2026-10-24T22:00:00Z"));
            assertThat(one.milliGpuSeconds()).isEqualTo(DAY);
            assertThat(one.charges()).isNotEmpty();
        });
    }

    @Test
    void ratesAgainWhatACopyOfAnOlderVersionToldNobody() {
        apply(TestCatalog.norway("u3"));
        account("tenant-u3", 1, "tariff-u3", "2025-12-31T23:00:00Z", null);
        slots("tenant-u3", "u3", 1, 7200);
        await("tenant-u3", one -> one.milliGpuSeconds() == DAY);
        awaitSettled();

        scope.inTransactionDo(List.of("tenant-u3"), connection -> {
            try (Statement older = connection.createStatement()) {
                older.execute(
                        "INSERT INTO open_usage (tenant_id, project, site, sku, site_date, period_start, period_end,"
                                + " missing, milli_gpu_seconds) VALUES ('tenant-u3', 'default', 'site-u3', 'sku-u3', '2026-10-25',"
                                + " '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'tariff tariff-u3', 1)");
            }
        });

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> scope.inTransaction("tenant-u3", UnratedUsageTest::open), count -> count == 0);
    }

    private static int open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM open_usage")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The highest revision of each key, as a reader keeps it. */
    private static SortedMap<String, RatedUsage> latest(String tenant) {
        SortedMap<String, RatedUsage> latest = new TreeMap<>();
        TestKafka.readAll(Topics.RATED_USAGE).stream()
                .map(PathTest::message)
                .filter(one -> one.tenant().equals(tenant))
                .forEach(one -> latest.merge(
                        one.recordKey(), one, (known, other) -> other.revision() > known.revision() ? other : known));
        return latest;
    }
}

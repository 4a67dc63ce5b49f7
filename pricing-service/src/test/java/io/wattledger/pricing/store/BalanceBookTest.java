package io.wattledger.pricing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.EarlierSchema;
import io.wattledger.chassis.testing.TestTokens;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.pricing.flow.BalanceBook;
import io.wattledger.pricing.flow.BalanceBook.GpuTime;
import io.wattledger.pricing.flow.SlotLedger;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums that are kept are those that the rows come to. */
@QuarkusTest
@WithSuite
class BalanceBookTest {

    private static final Instant START = Instant.parse("2026-10-24T22:00:00Z");
    private static final int SECONDS_PER_SLOT = 900;
    private static final long MOST_OF_SLOT = Long.MAX_VALUE / 2;
    private static final EarlierSchema SCHEMA = new EarlierSchema("before_the_sums", "pricing", "one", "two");

    private static final String COUNTED = """
            SELECT (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM metered_slot WHERE tenant_id = ANY (?)),
                   (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM rated_day WHERE tenant_id = ANY (?)),
                   (SELECT coalesce(sum(milli_gpu_seconds), 0) FROM open_usage WHERE tenant_id = ANY (?))
            """;
    private static final String RATE = """
            INSERT INTO rated_day (tenant_id, project, site, sku, period_start, period_end, site_date, revision, tariff,
                milli_gpu_seconds, gap_count, inputs, message, rated_at, contract)
            VALUES (?, 'web', 'north', 'h100', '2026-10-01', '2026-10-02', '2026-10-01', 1, 't', ?, 0, '{}', '', now(), 'c')
            ON CONFLICT (tenant_id, project, site, sku, period_start) DO UPDATE
            SET milli_gpu_seconds = excluded.milli_gpu_seconds
            """;

    @Inject
    BalanceBook book;

    @Inject
    SlotLedger slots;

    @Inject
    TenantScope scope;

    @AfterEach
    void dropSchema() throws SQLException {
        SCHEMA.drop();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void areWhatTheRowsComeToAfterEachStep(long seed) {
        Random random = new Random(seed);
        List<String> tenants = List.of("sums-a-" + seed, "sums-b-" + seed);
        for (int step = 0; step < 60; step++) {
            String tenant = tenants.get(random.nextInt(2));
            switch (random.nextInt(6)) {
                case 0 -> book.rollUp();
                case 1, 2 ->
                    scope.inTransactionDo(tenants, connection -> {
                        rate(connection, tenants.getFirst(), random.nextInt(1000));
                        rate(connection, tenants.getLast(), random.nextInt(1000));
                    });
                case 3 ->
                    scope.inTransactionDo(
                            tenants,
                            connection -> execute(connection, "DELETE FROM rated_day WHERE tenant_id = ?", tenant));
                default -> {
                    long revision = 1 + random.nextInt(step + 1);
                    List<MeteredUsage> totals = List.of(
                            slot(tenants.getFirst(), random, revision), slot(tenants.getLast(), random, revision));
                    scope.inTransactionDo(tenants, connection -> slots.keepHighest(connection, totals));
                }
            }
            assertThat(kept(tenants)).as("seed %d, step %d", seed, step).isEqualTo(counted(tenants));
            assertThat(kept(List.of(tenant))).isEqualTo(counted(List.of(tenant)));
        }
        while (book.rollUp()) {
            // Until all is rolled up.
        }
        assertThat(kept(tenants)).isEqualTo(counted(tenants));
        assertThat(kept(tenants).received()).isPositive();
        GpuTime own = scope.inTransaction(tenants.getFirst(), connection -> book.gpuTime(connection, null));
        assertThat(own).isEqualTo(counted(tenants.subList(0, 1)));
    }

    @Test
    void holdsMoreThanSixtyFourBits() {
        String tenant = "sums-wide";
        List<MeteredUsage> totals = IntStream.range(0, 3)
                .mapToObj(slot -> slot(tenant, slot, 1, MOST_OF_SLOT))
                .toList();
        BigInteger all = BigInteger.valueOf(MOST_OF_SLOT).multiply(BigInteger.valueOf(totals.size()));
        try {
            for (MeteredUsage total : totals) {
                scope.inTransactionDo(List.of(tenant), connection -> slots.keepHighest(connection, List.of(total)));
            }
            assertThat(kept(List.of(tenant)).received()).isEqualTo(all);
            while (book.rollUp()) {
                // Until all is rolled up.
            }
            assertThat(kept(List.of(tenant)).received()).isEqualTo(all);
            assertThat(RestAssured.given()
                            .auth()
                            .oauth2(TestTokens.auditor())
                            .queryParam("tenants", tenant)
                            .get("/api/v1/balance")
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .contains("\"received\":" + all + ",");
        } finally {
            scope.inTransactionDo(
                    List.of(tenant),
                    connection -> slots.keepHighest(
                            connection,
                            IntStream.range(0, 3)
                                    .mapToObj(slot -> slot(tenant, slot, 2, 0))
                                    .toList()));
        }
    }

    @Test
    void whatWasThereBeforeIsSummedUp() throws SQLException {
        SCHEMA.migration().target("11").load().migrate();
        SCHEMA.work(write -> {
            write.execute("""
                    INSERT INTO metered_slot
                    SELECT tenant, 'web', 'north', 'h100', starts_at, 1, milli, 0, 0
                    FROM (VALUES ('one', timestamptz '2026-10-01', 100), ('one', timestamptz '2026-10-02', 20),
                                 ('two', timestamptz '2026-10-01', 3)) AS given (tenant, starts_at, milli)
                    """);
            write.execute(RATE.replaceFirst("\\?", "'one'").replaceFirst("\\?", "90"));
        });

        SCHEMA.migration().load().migrate();

        Map<String, String> told = new TreeMap<>();
        SCHEMA.work(read -> {
            try (ResultSet row = read.executeQuery("SELECT tenant_id, received, rated FROM balance_total")) {
                while (row.next()) {
                    told.put(row.getString(1), row.getLong(2) + " " + row.getLong(3));
                }
            }
        });
        assertThat(told).containsExactlyInAnyOrderEntriesOf(Map.of("one", "120 90", "two", "3 0"));
    }

    private GpuTime kept(List<String> tenants) {
        return scope.asOperator(connection -> book.gpuTime(connection, Set.copyOf(tenants)));
    }

    private GpuTime counted(List<String> tenants) {
        return scope.asOperator(connection -> {
            try (PreparedStatement select = connection.prepareStatement(COUNTED)) {
                for (int table = 1; table <= 3; table++) {
                    select.setArray(table, connection.createArrayOf("text", tenants.toArray()));
                }
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new GpuTime(Rows.sum(row, 1), Rows.sum(row, 2), Rows.sum(row, 3), BigInteger.ZERO);
                }
            }
        });
    }

    private static MeteredUsage slot(String tenant, Random random, long revision) {
        return slot(tenant, random.nextInt(5), revision, random.nextInt(1000));
    }

    private static MeteredUsage slot(String tenant, int number, long revision, long milliGpuSeconds) {
        Instant start = START.plusSeconds((long) SECONDS_PER_SLOT * number);
        return new MeteredUsage(tenant, "web", "north", "h100", start, revision, milliGpuSeconds, 0, 0, null, null);
    }

    private static void rate(Connection connection, String tenant, long milliGpuSeconds) throws SQLException {
        execute(connection, RATE, tenant, milliGpuSeconds);
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}

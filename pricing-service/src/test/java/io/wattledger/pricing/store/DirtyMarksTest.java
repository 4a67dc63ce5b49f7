package io.wattledger.pricing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.DirtyDays;
import io.wattledger.pricing.flow.DirtyMonths;
import io.wattledger.pricing.flow.InputChange;
import io.wattledger.pricing.flow.InputChanges;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.Ripeness;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** When days and months that are to be rated are tried, and which a change marks; each test takes back what it wrote. */
@QuarkusTest
@WithSuite
class DirtyMarksTest {

    private static final String TENANT = "tenant-marks";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofMinutes(1));
    private static final DayKey DAY =
            new DayKey(new UsageKey(TENANT, "web", "north", "h100"), LocalDate.parse("2026-10-25"));
    private static final MonthKey MONTH = new MonthKey(TENANT, "c", LocalDate.parse("2026-10-01"));

    @Inject
    TenantScope scope;

    @Inject
    DirtyDays days;

    @Inject
    DirtyMonths months;

    @Inject
    InputChanges changes;

    @Test
    void aDayThatFailedIsTriedSoonWhenItsUsageChanges() {
        rolledBack(connection -> {
            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW);
            for (int time = 0; time < 5; time++) {
                days.setAside(connection, DAY, "it failed", NOW);
            }
            assertThat(days.ripe(connection, by(SOON), 10)).isEmpty();

            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW);
            assertThat(days.ripe(connection, by(SOON.minusSeconds(1)), 10)).isEmpty();
            assertThat(days.ripe(connection, by(SOON), 10)).containsExactly(DAY);

            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW.plusSeconds(30));
            assertThat(days.ripe(connection, by(SOON), 10))
                    .as("what changes all the time does not put it off")
                    .containsExactly(DAY);
        });
    }

    @Test
    void aMonthThatFailedIsTriedSoonWhenOneOfItsDaysChanges() {
        rolledBack(connection -> {
            months.touch(connection, new TreeSet<>(List.of(MONTH)), NOW);
            for (int time = 0; time < 5; time++) {
                months.setAside(connection, MONTH, "it failed", NOW);
            }
            assertThat(months.ripe(connection, by(SOON), 10)).isEmpty();

            months.touch(connection, new TreeSet<>(List.of(MONTH)), NOW);
            assertThat(months.ripe(connection, by(SOON.minusSeconds(1)), 10)).isEmpty();
            assertThat(months.ripe(connection, by(SOON), 10)).containsExactly(MONTH);
        });
    }

    /** Of the prices that it was rated by it tells only when it is done. */
    @Test
    void aChangeWaitsForAMonthThatIsBeingRated() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch rated = new CountDownLatch(1);
        run("INSERT INTO dirty_month (tenant_id, contract, month, marked_at, rests_until)"
                + " VALUES ('tenant-marks', 'c', '2026-10-01', now(), 'infinity')");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> rating = threads.submit(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                assertThat(months.claim(connection, List.of(MONTH))).hasSize(1);
                claimed.countDown();
                assertThat(await(rated)).isTrue();
            }));
            assertThat(await(claimed)).isTrue();
            assertThat(scope.asOperator(months::tenants)).contains(TENANT);
            Future<?> change = threads.submit(() -> scope.inTransactionDo(
                    List.of(TENANT), connection -> months.awaitRated(connection, List.of(TENANT))));

            assertThatThrownBy(() -> change.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            rated.countDown();
            rating.get(30, TimeUnit.SECONDS);
            change.get(30, TimeUnit.SECONDS);
        } finally {
            run("DELETE FROM dirty_month");
        }
    }

    /** A record that goes from one month to the other would get the same revision of both. */
    @Test
    void monthsOfATenantAreRatedByOneCopyAtATime() throws Exception {
        MonthKey other = new MonthKey(TENANT, "d", MONTH.month());
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch rated = new CountDownLatch(1);
        run(
                "INSERT INTO dirty_month (tenant_id, contract, month, marked_at, rests_until)"
                        + " SELECT 'tenant-marks', contract, '2026-10-01', now(), 'infinity' FROM unnest(ARRAY['c', 'd']) AS contract");
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> rating = threads.submit(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                assertThat(months.claim(connection, List.of(MONTH))).hasSize(1);
                claimed.countDown();
                assertThat(await(rated)).isTrue();
            }));
            assertThat(await(claimed)).isTrue();
            assertThat(claim(other)).isEmpty();

            rated.countDown();
            rating.get(30, TimeUnit.SECONDS);
            assertThat(claim(other)).hasSize(1);
        } finally {
            run("DELETE FROM dirty_month");
        }
    }

    private List<DirtyMonths.Claimed> claim(MonthKey month) {
        return scope.inTransaction(TENANT, connection -> months.claim(connection, List.of(month)));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(String sql) {
        scope.inTransactionDo(List.of(TENANT), connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    @Test
    void whatRestsWithoutHavingFailedGoesOnRestingWhenItsUsageChanges() {
        rolledBack(connection -> {
            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW);
            months.touch(connection, new TreeSet<>(List.of(MONTH)), NOW);
            execute(connection, "UPDATE dirty_day SET rests_until = '2026-11-30T12:15:00Z'");
            execute(connection, "UPDATE dirty_month SET rests_until = '2026-11-30T12:15:00Z'");

            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW);
            months.touch(connection, new TreeSet<>(List.of(MONTH)), NOW);
            assertThat(days.ripe(connection, by(SOON), 10)).isEmpty();
            assertThat(months.ripe(connection, by(SOON), 10)).isEmpty();
        });
    }

    @Test
    void aPriceThatOnlyANegotiatedComponentNamesFindsTheMonthsOfItsTenant() {
        rolledBack(connection -> {
            execute(
                    connection,
                    "INSERT INTO rated_month (tenant_id, contract, month, tariff) VALUES ('" + TENANT
                            + "', 'c', '2026-10-01', 'marks')");
            execute(connection, "INSERT INTO tariff (tariff_id, name, currency) VALUES ('marks', 'Marks', 'EUR')");
            assertThat(affected(connection, "NO4-marks")).isEmpty();

            execute(
                    connection,
                    "INSERT INTO tariff_override (tenant_id, override_id, tariff_id, valid_from, components)"
                            + " VALUES ('" + TENANT + "', 'o', 'marks', '2026-01-01',"
                            + " '[{\"kind\":\"ppa-block\",\"series\":\"NO4-marks\"}]')");
            assertThat(affected(connection, "NO4-marks")).containsExactly(MONTH);
            assertThat(affected(connection, "NO4")).isEmpty();
        });
    }

    @Test
    void whatIsDirtyIsMarkedOnceAndIsNoneOfTheDaysOfEachChange() {
        rolledBack(connection -> {
            days.touch(connection, new TreeSet<>(List.of(DAY)), NOW);
            execute(connection, "UPDATE dirty_day SET rests_until = '2026-11-30T12:15:00Z'");
            assertThat(changes.affected(connection, price("NO4-nobody"), 0)).isEmpty();

            assertThat(days.dirtyByTenant(connection)).containsOnly(entry(TENANT, 1L));
            days.markDirty(connection, List.of(TENANT), NOW);
            assertThat(days.ripe(connection, by(NOW), 10)).containsExactly(DAY);
        });
    }

    private TreeSet<MonthKey> affected(Connection connection, String series) throws SQLException {
        return new TreeSet<>(months.affected(connection, price(series)));
    }

    private static InputChange price(String series) {
        return new InputChange(
                InputChange.Kind.PRICE,
                series,
                Instant.parse("2026-10-10T00:00:00Z"),
                Instant.parse("2026-10-11T00:00:00Z"));
    }

    /** What has rested by then, however short a time ago it changed. */
    private static Ripeness by(Instant rested) {
        return new Ripeness(rested, NOW.plusSeconds(60), NOW.plusSeconds(60));
    }

    private void rolledBack(TenantScope.VoidWork work) {
        assertThatThrownBy(() -> scope.inTransactionDo(List.of(TENANT), connection -> {
                    work.run(connection);
                    throw new SQLException("taken back");
                }))
                .hasMessage("taken back");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

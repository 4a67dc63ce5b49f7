package io.wattledger.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.DirtyDays;
import io.wattledger.pricing.flow.DirtyMonths;
import io.wattledger.pricing.flow.MonthKey;
import io.wattledger.pricing.flow.Ripeness;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Days and months that still run are not rated again with everything that comes. */
@QuarkusTest
@WithSuite
class RestingDaysTest {

    private static final Instant NOON = Instant.parse("2026-10-25T12:00:00Z");
    private static final Instant RESTED = NOON.plusSeconds(60);

    @Inject
    DirtyDays days;

    @Inject
    DirtyMonths months;

    @Inject
    TenantScope scope;

    @Test
    void aDayThatRestsIsRipeWhenItHasRestedOrItsTermsHaveChanged() {
        DayKey day = day("resting-day", "2026-10-25");
        undone("resting-day", connection -> {
            rated(connection, day, "2026-10-24T22:00:00Z", RESTED);
            days.touch(connection, set(day), NOON);
            assertThat(days.ripe(connection, at(NOON.plusSeconds(59)), 10_000)).doesNotContain(day);
            assertThat(days.ripe(connection, at(RESTED), 10_000)).contains(day);

            long rested = days.waiting(connection, RESTED);
            assertThat(days.waiting(connection, NOON)).isLessThan(rested);

            days.mark(connection, set(day), NOON);
            assertThat(days.ripe(connection, at(NOON.plusSeconds(1)), 10_000)).contains(day);
        });
    }

    @Test
    void onlyTheDayItselfRests() {
        DayKey rests = day("resting-neighbour", "2026-10-25");
        DayKey next = day("resting-neighbour", "2026-10-26");
        undone("resting-neighbour", connection -> {
            // Two charge periods, since a contract ended in between: the longer rest is that of the day.
            rated(connection, rests, "2026-10-24T22:00:00Z", NOON);
            rated(connection, rests, "2026-10-25T10:00:00Z", RESTED);
            rated(connection, next, "2026-10-25T23:00:00Z", null);
            days.touch(connection, set(rests, next), NOON);
            assertThat(days.ripe(connection, at(NOON.plusSeconds(1)), 10_000))
                    .contains(next)
                    .doesNotContain(rests);
        });
    }

    @Test
    void aMonthRestsAndADayThatRestsDoesNotHoldItUp() {
        MonthKey month = new MonthKey("resting-month", "contract", LocalDate.parse("2026-10-01"));
        DayKey day = day("resting-month", "2026-10-25");
        undone("resting-month", connection -> {
            rated(connection, day, "2026-10-24T22:00:00Z", RESTED.plusSeconds(600));
            months.touch(connection, set(month), NOON);
            assertThat(months.claim(connection, set(month))).containsExactly(new DirtyMonths.Claimed(month, 0));
            var rated = new TreeMap<>(Map.of(month, new DirtyMonths.Rated("tariff", RESTED)));
            months.done(connection, rated);

            days.touch(connection, set(day), NOON);
            months.touch(connection, set(month), NOON);
            assertThat(months.claim(connection, set(month))).containsExactly(new DirtyMonths.Claimed(month, 1));
            assertThat(months.ripe(connection, at(NOON.plusSeconds(59)), 10_000))
                    .doesNotContain(month);
            assertThat(months.ripe(connection, at(RESTED), 10_000)).contains(month);
            assertThat(months.waiting(connection, NOON)).isLessThan(months.waiting(connection, RESTED));

            months.mark(connection, set(month), NOON);
            assertThat(months.ripe(connection, at(NOON.plusSeconds(1)), 10_000)).contains(month);

            days.mark(connection, set(day), NOON);
            assertThat(months.ripe(connection, quiet(NOON.plusSeconds(1)), 10_000))
                    .doesNotContain(month);
        });
    }

    /** Nothing is too young: only resting is looked at. */
    private static Ripeness at(Instant now) {
        return new Ripeness(now, now, now);
    }

    /** Nothing waits for long. */
    private static Ripeness quiet(Instant now) {
        return new Ripeness(now, now, Instant.EPOCH);
    }

    private static DayKey day(String tenant, String date) {
        return new DayKey(new UsageKey(tenant, "web", "north", "h100"), LocalDate.parse(date));
    }

    @SafeVarargs
    private static <T extends Comparable<T>> SortedSet<T> set(T... all) {
        return new TreeSet<>(List.of(all));
    }

    @FunctionalInterface
    private interface Work {
        void on(Connection connection) throws SQLException;
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Works in a transaction that leaves nothing behind. */
    private void undone(String tenant, Work work) {
        try {
            scope.inTransactionDo(List.of(tenant), connection -> {
                work.on(connection);
                throw new Undone();
            });
        } catch (Undone expected) {
            assertThat(expected).hasNoCause();
        }
    }

    private static void rated(Connection connection, DayKey day, String start, @Nullable Instant restsUntil)
            throws SQLException {
        try (Statement insert = connection.createStatement()) {
            insert.execute("""
                    INSERT INTO rated_day (tenant_id, project, site, sku, period_start, period_end, site_date, revision,
                        tariff, milli_gpu_seconds, gap_count, inputs, message, rated_at, contract, rests_until)
                    VALUES ('%s', 'web', 'north', 'h100', '%s', '2027-01-01', '%s', 1, 't', 0, 0, '{}', '', now(), 'c', %s)
                    """.formatted(
                    day.key().tenant(), start, day.siteDay(), restsUntil == null ? "NULL" : "'" + restsUntil + "'"));
        }
    }
}

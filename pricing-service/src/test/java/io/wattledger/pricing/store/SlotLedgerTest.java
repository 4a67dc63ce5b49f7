package io.wattledger.pricing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.MeteredUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.flow.DayKey;
import io.wattledger.pricing.flow.SlotLedger;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.SlotUsage;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Slots come back as metering stated them last. */
@QuarkusTest
@WithSuite
class SlotLedgerTest {

    private static final List<String> TENANTS = List.of("ledger-a", "ledger-b");
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 24);
    private static final Instant START = Instant.parse("2026-10-24T00:00:00Z");
    private static final int DAYS = 3;
    private static final int SLOTS_OF_DAY = 96;

    @Inject
    SlotLedger ledger;

    @Inject
    TenantScope scope;

    @Test
    void givesBackTheLastStateOfEachSlotByDayAndByTenant() {
        Random random = new Random(30);
        SortedMap<String, MeteredUsage> last = new TreeMap<>();
        for (int round = 0; round < 40; round++) {
            List<MeteredUsage> totals = new ArrayList<>();
            for (int number = 0; number < 50; number++) {
                totals.add(total(random, 1 + number % 2 + random.nextInt(round + 1)));
            }
            SortedMap<String, MeteredUsage> batch = new TreeMap<>();
            totals.forEach(total -> batch.merge(total.recordKey(), total, SlotLedgerTest::later));
            scope.inTransactionDo(TENANTS, connection -> ledger.keepHighest(connection, batch.values()));
            batch.forEach((key, total) -> last.merge(key, total, SlotLedgerTest::later));
        }
        Map<DayKey, Interval> days = new HashMap<>();
        Map<DayKey, List<SlotUsage>> ofDays = new HashMap<>();
        Map<String, List<SlotUsage>> ofTenants = new TreeMap<>();
        last.values().forEach(total -> {
            int day = (int) (Duration.between(START, total.slotStart()).toDays());
            DayKey key = new DayKey(total.usageKey(), FIRST.plusDays(day));
            Instant start = START.plus(Duration.ofDays(day));
            days.put(key, new Interval(start, start.plus(Duration.ofDays(1))));
            ofDays.computeIfAbsent(key, none -> new ArrayList<>()).add(slot(total));
            ofTenants.computeIfAbsent(total.tenant(), none -> new ArrayList<>()).add(slot(total));
        });

        assertThat(scope.<Map<DayKey, List<SlotUsage>>>inTransaction(
                        TENANTS, connection -> ledger.slotsOf(connection, days)))
                .isEqualTo(ofDays);
        Interval all = new Interval(START, START.plus(Duration.ofDays(DAYS)));
        ofTenants.forEach((tenant, slots) -> {
            List<ProjectLoad> loads = scope.inTransaction(tenant, connection -> ledger.loads(connection, tenant, all));
            assertThat(loads).containsExactly(new ProjectLoad("web", "north", "h100", slots));
        });
        assertThat(last.values())
                .anySatisfy(total -> assertThat(total.estimatedMillijoules()).isPositive())
                .anySatisfy(
                        total -> assertThat(total.estimatedMilliGpuSeconds()).isPositive());
    }

    private static MeteredUsage later(MeteredUsage one, MeteredUsage other) {
        return one.revision() >= other.revision() ? one : other;
    }

    private static SlotUsage slot(MeteredUsage total) {
        return new SlotUsage(
                total.slotStart(),
                total.milliGpuSeconds(),
                total.measuredMilliGpuSeconds(),
                total.measuredMillijoules(),
                orZero(total.estimatedMillijoules()),
                orZero(total.estimatedMilliGpuSeconds()));
    }

    private static long orZero(@Nullable Long figure) {
        return figure == null ? 0 : figure;
    }

    private static MeteredUsage total(Random random, long revision) {
        UsageKey key = new UsageKey(TENANTS.get(random.nextInt(2)), "web", "north", "h100");
        long measured = random.nextInt(1_000_000);
        return new MeteredUsage(
                key.tenant(),
                key.project(),
                key.site(),
                key.sku(),
                START.plusSeconds(900L * random.nextInt(DAYS * SLOTS_OF_DAY)),
                revision,
                900_000,
                450_000,
                measured,
                random.nextBoolean() ? null : random.nextLong(900_001),
                random.nextBoolean() ? null : random.nextLong(measured + 1));
    }
}

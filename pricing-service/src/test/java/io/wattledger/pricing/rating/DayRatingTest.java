package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.KEY;
import static io.wattledger.pricing.Example.charge;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.Example;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayRatingTest {

    private static final LocalDate DAY = LocalDate.parse("2026-01-12");
    private static final Instant START = Instant.parse("2026-01-11T23:00:00Z");
    private static final Interval SPAN = new Interval(START, Instant.parse("2026-01-12T23:00:00Z"));

    @Test
    void chargesGpuTimeToTheSecond() {
        // C77: 2833 seconds at 3.60 per hour are 2.83 when charged by the second.
        RatedUsage day = new Example()
                .gpuHourPrice("3.60")
                .flatPrice("2026-01-11T23:00:00Z", "2026-01-11T23:15:00Z", "0")
                .slot(new SlotUsage(START, 2_833_000, 0, 0))
                .rated()
                .getFirst();
        Charge charge = charge(day, "gpu-time");
        assertThat(charge.amount()).isEqualByComparingTo("2.833");
        assertThat(charge.unitPrice()).isEqualByComparingTo("3.60");
        assertThat(charge.quantity().precision()).isEqualTo(34);
        assertThat(day.milliGpuSeconds()).isEqualTo(2_833_000);
    }

    @Test
    void chargesWhatMeteringEstimatedAsTheRestAndTellsIt() {
        RatedUsage day = new Example()
                .gpuHourPrice("3.60")
                .flatPrice("2026-01-11T23:00:00Z", "2026-01-11T23:45:00Z", "0")
                .slot(new SlotUsage(START, 900_000, 0, 0, 0, 300_000))
                .slot(new SlotUsage(START.plusSeconds(900), 900_000, 0, 0))
                .slot(new SlotUsage(START.plusSeconds(1800), 900_000, 0, 0, 0, 900_000))
                .rated()
                .getFirst();
        assertThat(charge(day, "gpu-time").amount()).isEqualByComparingTo("2.70");
        assertThat(day.milliGpuSeconds()).isEqualTo(2_700_000);
        assertThat(day.estimatedMilliGpuSeconds()).isEqualTo(1_200_000);
    }

    @Test
    void cutsTheDayWhereABillingMonthBeginsInAnotherZone() {
        List<Stretch> stretches = ChargePeriods.cut(
                new Interval(Instant.parse("2026-10-31T23:00:00Z"), Instant.parse("2026-11-01T23:00:00Z")),
                List.of(contract("a", Instant.EPOCH, null, "Europe/London")),
                List.of());
        assertThat(stretches)
                .extracting(stretch -> stretch.interval().end())
                .containsExactly(Instant.parse("2026-11-01T00:00:00Z"), Instant.parse("2026-11-01T23:00:00Z"));
    }

    @Test
    void doesNotCutWhereTheMonthBeginsWithTheDay() {
        assertThat(ChargePeriods.cut(
                        new Interval(Instant.parse("2026-10-31T23:00:00Z"), Instant.parse("2026-11-01T23:00:00Z")),
                        List.of(contract("a", Instant.EPOCH, null, "Europe/Oslo")),
                        List.of()))
                .hasSize(1);
    }

    @Test
    void cutsTheDayWhereContractsBeginAndEnd() {
        Instant change = START.plusSeconds(3600);
        Instant end = START.plusSeconds(7200);
        List<Stretch> stretches = ChargePeriods.cut(
                SPAN,
                List.of(contract("a", Instant.EPOCH, change, "Europe/Oslo"), contract("b", change, end, "Europe/Oslo")),
                List.of());
        assertThat(stretches)
                .extracting(stretch ->
                        stretch.contract() == null ? "none" : stretch.contract().contract())
                .containsExactly("a", "b", "none");
        assertThat(stretches.getLast().interval().end()).isEqualTo(SPAN.end());
    }

    @Test
    void keepsUsageWithoutContractOpen() {
        RatedDay day = rate(List.of(), slot(0));
        assertThat(day.rated()).isEmpty();
        assertThat(day.open()).singleElement().satisfies(open -> {
            assertThat(open.missing()).isEqualTo("contract");
            assertThat(open.milliGpuSeconds()).isEqualTo(900_000);
            assertThat(open.interval()).isEqualTo(SPAN);
        });
    }

    @Test
    void statesUsageUnderAnUnknownTariffWithoutChargesAndNamesTheTariff() {
        ContractFacts contract = new ContractFacts("a", Instant.EPOCH, null, "nowhere", "Europe/Oslo", "EUR");
        RatedDay day = rate(List.of(contract), new SlotUsage(START, 900_000, 0, 0, 0, 300_000), slot(1));
        assertThat(day.open()).isEmpty();
        RatedUsage stated = day.rated().getFirst();
        assertThat(stated.gaps())
                .containsExactly(new Gap("-", "tariff nowhere", START, SPAN.end(), 1_800_000, 0, null));
        assertThat(stated.unrated()).isTrue();
        assertThat(stated.charges()).isEmpty();
        assertThat(stated.contract()).isEqualTo("a");
        assertThat(stated.currency()).isEqualTo("EUR");
        assertThat(stated.milliGpuSeconds()).isEqualTo(1_800_000);
        assertThat(stated.estimatedMilliGpuSeconds()).isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource({
        "1900-01-01, site, sku,  EUR, tariff tariff",
        "2026-01-12, site, sku,  NOK, tariff tariff in NOK",
        "2026-01-12, site, b300, EUR, SKU b300",
        "2026-01-12, atlantis, sku, EUR, site atlantis"
    })
    void namesWhatUsageCannotBeRatedWithout(
            LocalDate siteDay, String site, String sku, String currency, String missing) {
        ContractFacts contract = new ContractFacts("a", Instant.EPOCH, null, "tariff", "Europe/Oslo", currency);
        UsageKey key = new UsageKey(KEY.tenant(), KEY.project(), site, sku);
        RatedDay day =
                new Example().rating().rate(new DayUsage(key, siteDay, SPAN, List.of(slot(0)), List.of(contract)));
        assertThat(day.rated().getFirst().gaps()).extracting(Gap::missing).containsExactly(missing);
    }

    @Test
    void givesUsageOfAnUnknownSiteAKeyThatNoDayOfAKnownSiteHas() {
        UsageKey key = new UsageKey(KEY.tenant(), KEY.project(), "atlantis", KEY.sku());
        RatedDay day = new Example()
                .rating()
                .rate(new DayUsage(
                        key, DAY, SPAN, List.of(slot(0)), List.of(contract("a", Instant.EPOCH, null, "Europe/Oslo"))));
        assertThat(day.rated().getFirst().periodStart()).isEqualTo(START.plusMillis(1));
    }

    @Test
    void aDayWhoseSlotsAreEmptyComesToNothing() {
        RatedDay day = rate(List.of(contract("a", Instant.EPOCH, null, "Europe/Oslo")), new SlotUsage(START, 0, 0, 0));
        assertThat(day.rated()).isEmpty();
        assertThat(day.open()).isEmpty();
    }

    @Test
    void neighbouringSlotsWithoutPriceAreOneGapAndOthersAreNot() {
        RatedUsage day = rate(List.of(contract("a", Instant.EPOCH, null, "Europe/Oslo")), slot(0), slot(1), slot(3))
                .rated()
                .getFirst();
        assertThat(day.gaps()).extracting("start").containsExactly(START, START.plusSeconds(2700));
        assertThat(day.gaps()).extracting("end").containsExactly(START.plusSeconds(1800), START.plusSeconds(3600));
        assertThat(day.gaps()).extracting("milliGpuSeconds").containsExactly(1_800_000L, 900_000L);
        assertThat(charge(day, "energy").amount()).isEqualByComparingTo("0");
        assertThat(charge(day, "energy").documents()).isEmpty();
    }

    @Test
    void aMissingExchangeRateIsAGapOfItsOwnName() {
        RatedUsage day = new Example()
                .currency("NOK")
                .seriesCurrency("EUR")
                .exchangeRate("EUR", "NOK")
                .rate("2025-11-01", "11.5")
                .prices("2026-01-12T00:00:00Z", "40")
                .kwh("2026-01-12T00:00:00Z", "10")
                .rated()
                .getFirst();
        assertThat(day.gaps()).extracting("missing").containsExactly("rate");
        assertThat(charge(day, "energy").amount()).isEqualByComparingTo("0");
    }

    private static RatedDay rate(List<ContractFacts> contracts, SlotUsage... slots) {
        return new Example().rating().rate(new DayUsage(KEY, DAY, SPAN, List.of(slots), contracts));
    }

    private static SlotUsage slot(int number) {
        return new SlotUsage(START.plusSeconds(900L * number), 900_000, 0, 0);
    }

    private static ContractFacts contract(String id, Instant start, Instant end, String zone) {
        return new ContractFacts(id, start, end, "tariff", zone, "EUR");
    }
}

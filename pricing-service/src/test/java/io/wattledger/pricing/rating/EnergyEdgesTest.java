package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.charge;
import static io.wattledger.pricing.Example.line;
import static io.wattledger.pricing.rating.CorrectionFigures.dayWithHole;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.RateDay;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.SiteDay;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds the figures of the worked examples: gaps, parts of charges, versions. */
class EnergyEdgesTest {

    @Test
    void aTariffVersionBeginsAtLocalMidnight() {
        Example example = new Example()
                .flatPrice("2024-03-31T12:00:00Z", "2024-03-31T22:00:00Z", "95.1")
                .flatPrice("2024-03-31T22:00:00Z", "2024-04-01T12:00:00Z", "164.4")
                .kilowatts("2024-03-31T12:00:00Z", "2024-04-01T12:00:00Z", "100");
        assertThat(example.energyLine()).isEqualTo("325.26");
        assertThat(example.rated()).hasSize(2);
    }

    /** The second figure fits no whole units, so decimals are used. */
    @ParameterizedTest
    @ValueSource(longs = {480_000_000, 5_000_000_000_000_000_000L})
    void whatMeteringEstimatedIsToldBesideWhatIsModelled(long measuredMillijoules) {
        Example example = new Example()
                .flatPrice("2026-01-12T00:00:00Z", "2026-01-12T01:00:00Z", "1000")
                .slot(new SlotUsage(
                        Instant.parse("2026-01-12T00:00:00Z"), 900_000, 900_000, measuredMillijoules, 120_000_000, 0))
                .slot(new SlotUsage(Instant.parse("2026-01-12T00:15:00Z"), 900_000, 900_000, 480_000_000));
        Charge measured = charge(example.rated().getFirst(), "energy");
        assertThat(measured.itMillijoules()).isEqualTo(measuredMillijoules + 480_000_000);
        assertThat(measured.estimatedMillijoules()).isEqualTo(120_000_000);

        example.slot(new SlotUsage(Instant.parse("2026-01-12T00:30:00Z"), 900_000, 0, 0));
        Charge modelled = charge(example.rated().getFirst(), "energy");
        long ofAssumedPower = modelled.itMillijoules() - measured.itMillijoules();
        assertThat(ofAssumedPower).isPositive();
        assertThat(modelled.estimatedMillijoules()).isEqualTo(120_000_000 + ofAssumedPower);
    }

    @Test
    void aRateThatIsNotFixedYetIsNotKnown() {
        Example open = CurrencyFigures.easter(new RateDay.DayOfMonth(0, 14));
        assertThat(open.rated())
                .allSatisfy(day -> assertThat(day.gaps())
                        .singleElement()
                        .satisfies(gap -> assertThat(gap.missing()).isEqualTo("rate")));
        // No rate is of the 12th, a Sunday; that of the 13th shows it.
        assertThat(CurrencyFigures.easter(new RateDay.DayOfMonth(0, 12)).energyLine())
                .isEqualTo("67098.00");
    }

    @Test
    void aBlockIsChargedInParts() {
        Example example = PriceFormulaFigures.twoHours().components(PriceFormulaFigures.blockOfTwoMegawatts());
        List<RatedUsage> month = example.month("2026-01");
        RatedUsage project = month.getLast();
        assertThat(project.charges()).extracting(Charge::part).containsExactly("block", "above", "surplus");
        assertThat(project.charges().get(1).amount()).isEqualByComparingTo("55");
        assertThat(project.charges().get(2).amount()).isEqualByComparingTo("-10");
        RatedUsage contract = month.getFirst();
        assertThat(contract.project()).isEqualTo(RatedUsage.ALL);
        assertThat(contract.gaps()).extracting(Gap::missing).containsOnly("series");
        assertThat(contract.gaps()).extracting(Gap::facilityMillijoules).containsOnly(0L);
    }

    @Test
    void theHighestMaximumAloneIsThatOfTheMonth() {
        assertThat(TaxAndCapacityFigures.peaks(1)).isEqualTo("156300.00 NOK");
    }

    /** One day of 31: its maximum is the mean, however many days are averaged. */
    @ParameterizedTest
    @CsvSource({"1, 5041.94", "3, 5041.94", "28, 5041.94"})
    void aMeanOfMaximaRunsOverNoMoreDaysThanThereAre(int peakDays, String amount) {
        PeakDemand peak = new PeakDemand(
                "peak", "Peak", peakDays, 60, List.of(new PeakDemand.SitePeak("site", new BigDecimal("30.00"), null)));
        Example lastDay = new Example()
                .version("1970-01-01", list())
                .version("2026-01-31", peak)
                .kilowatts("2026-01-31T10:00:00Z", "2026-01-31T11:00:00Z", "5210");
        assertThat(line(lastDay.amountOf("peak", "2026-01"))).isEqualTo(amount);
    }

    private static GpuHour list() {
        return new GpuHour("gpu", "GPU", List.of(new GpuHour.Price("sku", null, BigDecimal.ONE)));
    }

    /** 100 kWh at a site that no energy price names, with a PUE of 1.10. */
    @ParameterizedTest
    @MethodSource
    void energyThatOnlyPricesOfTheMonthCouldNameIsAGap(Component energy, boolean isGap) {
        RatedUsage day = new Example()
                .pue("1.10")
                .components(list(), energy)
                .kwh("2026-01-12T00:00:00Z", "100")
                .rated()
                .getFirst();
        assertThat(day.charges()).extracting(Charge::component).containsExactly("gpu");
        if (isGap) {
            assertThat(day.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.component()).isEqualTo("e");
                assertThat(gap.missing()).isEqualTo("energy price at site in tariff tariff");
                assertThat(gap.facilityMillijoules()).isEqualTo(110L * 3_600_000_000L);
                assertThat(gap.filled()).isFalse();
            });
        } else {
            assertThat(day.gaps()).isEmpty();
        }
    }

    static Stream<Arguments> energyThatOnlyPricesOfTheMonthCouldNameIsAGap() {
        SiteIndex elsewhere = new SiteIndex("elsewhere", "series", null, null);
        SiteIndex here = new SiteIndex("site", "series", null, null);
        return Stream.of(
                Arguments.of(new EnergyIndexMonth("e", "E", List.of(elsewhere)), true),
                Arguments.of(
                        new PpaBlock(
                                "e",
                                "E",
                                List.of(new PpaBlock.SiteBlock(
                                        "elsewhere", BigDecimal.ONE, BigDecimal.ONE, "series", null))),
                        true),
                Arguments.of(new EnergyIndexMonth("e", "E", List.of(elsewhere, here)), false),
                // Energy that is included has no component, or some that price what is beside it.
                Arguments.of(new SiteDay("e", "E", List.of(new SiteDay.SiteFee("elsewhere", BigDecimal.ONE))), false));
    }

    @Test
    void aGapSaysHowItWasFilled() {
        RatedUsage held = dayWithHole(null).rated().getFirst();
        assertThat(held.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.filled()).isFalse());
        RatedUsage estimated = dayWithHole(new WhenMissing.SlotBefore()).rated().getFirst();
        assertThat(estimated.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.filledBy()).isEqualTo("slot-before");
            assertThat(gap.facilityMillijoules()).isEqualTo(100L * 3_600_000_000L);
        });
        RatedUsage fixed =
                dayWithHole(new WhenMissing.Fixed(new BigDecimal("50"))).rated().getFirst();
        assertThat(line(charge(fixed, "energy").amount())).isEqualTo("96.80");
        assertThat(CorrectionFigures.estimatedThenKnown().rated().getFirst().gaps())
                .isEmpty();
    }

    @Test
    void aHoleInADocumentIsNamedByItsSeries() {
        RatedUsage day = PriceDocumentFigures.holed().rated().getFirst();
        assertThat(day.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.missing()).isEqualTo("series"));
        assertThat(charge(day, "energy").quantity()).isEqualByComparingTo("23500");
    }
}

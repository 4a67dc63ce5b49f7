package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.charge;
import static io.wattledger.pricing.Example.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.RateDay;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.feed.Documents;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.tariff.Collar.FloorScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The acceptance examples for energy tariffs, each by its number. Those of prices of GPU time stand with the commercial price
 * models, that of carbon with carbon.
 */
class EnergyCasesTest {

    private static final String WINTER = "2026-01-12T00:00:00Z";

    /**
     * An example whose result is one line.
     *
     * @param name number and what it shows
     * @param example load and prices
     * @param line the rounded line
     */
    private record Row(String name, Example example, String line) {}

    @TestFactory
    Stream<DynamicTest> givesTheLineOfEachExample() {
        return Stream.of(
                        new Row("C12 1 MWh at 45.00 EUR/MWh", energy("45.00").kwh(WINTER, "1000"), "45.00"),
                        new Row(
                                "C12 1 kWh at 0.045 EUR/kWh",
                                new Example()
                                        .unit(EnergyUnit.KWH)
                                        .prices(WINTER, "0.045")
                                        .kwh(WINTER, "1"),
                                "0.05"),
                        new Row(
                                "C12 0.33157 NOK/kWh is 331.57 NOK/MWh",
                                new Example()
                                        .unit(EnergyUnit.KWH)
                                        .prices(WINTER, "0.33157")
                                        .kwh(WINTER, "1000"),
                                "331.57"),
                        new Row(
                                "C13 usage across a price change",
                                new Example()
                                        .prices("2026-01-12T10:00:00Z", "40", "60")
                                        .kilowatts("2026-01-12T10:07:30Z", "2026-01-12T10:22:30Z", "96"),
                                "1.20"),
                        new Row(
                                "C15 hourly meter, quarter-hour prices",
                                quarters().kwh(WINTER, "10", "10", "10", "10"),
                                "1.20"),
                        new Row(
                                "C16 quarter-hour meter and prices",
                                quarters().kwh(WINTER, "2", "18", "12", "8"),
                                "1.22"),
                        new Row("C18 autumn day", wholeDay("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"), "30.00"),
                        new Row("C19 spring day", wholeDay("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"), "27.60"),
                        new Row(
                                "C22 the leap second is nobody's",
                                new Example()
                                        .flatPrice("2016-12-31T23:00:00Z", "2017-01-01T00:00:00Z", "1000")
                                        .kilowatts("2016-12-31T23:00:00Z", "2017-01-01T00:00:00Z", "100"),
                                "100.00"),
                        new Row(
                                "C24 pass-through",
                                energy("45.00").pue("1.10").margin("2.50").kwh(WINTER, "8.400"),
                                "0.44"),
                        new Row("C25 negative prices passed on", negative(), "7.00"),
                        new Row("C26 with a margin and no floor", negative().margin("3.00"), "16.00"),
                        new Row(
                                "C26 floor on the index",
                                negative().margin("3.00").collar("0", FloorScope.INDEX, null, null),
                                "21.00"),
                        new Row(
                                "C26 floor on index and margin",
                                negative().margin("3.00").collar("0", FloorScope.INDEX_AND_MARGIN, null, null),
                                "18.00"),
                        new Row("C28 uncollared", collared(), "90.00"),
                        new Row("C28 collar per interval", collared().collar("20", null, "80", null), "75.00"),
                        new Row(
                                "C30 cap with shared excess",
                                energy("120").kwh(WINTER, "500").collar(null, null, "80", "50"),
                                "50.00"),
                        new Row(
                                "C37 measured PUE under the cap of the contract",
                                energy("50")
                                        .pue(new PueMethod.MeasuredWithCap(
                                                new BigDecimal("1.27"), new BigDecimal("1.20")))
                                        .kwh(WINTER, "10000"),
                                "600.00"),
                        new Row("C37 uncapped", energy("50").pue("1.27").kwh(WINTER, "10000"), "635.00"),
                        new Row("C62 the old price", energy("85.00").kwh(WINTER, "12000"), "1020.00"),
                        new Row("C62 the republished price", energy("58.00").kwh(WINTER, "12000"), "696.00"),
                        new Row("C68 a tie", energy("2.345").kwh(WINTER, "1000"), "2.35"),
                        new Row("C68 a tie below zero", energy("-2.345").kwh(WINTER, "1000"), "-2.35"),
                        new Row("C68 from a text", energy("2.675").kwh(WINTER, "1000"), "2.68"),
                        new Row(
                                "C35 meter before the cooling",
                                energy("50").pue("1").kwh(WINTER, "11000"),
                                "550.00"))
                .map(row -> DynamicTest.dynamicTest(
                        row.name(), () -> assertThat(row.example().energyLine()).isEqualTo(row.line())));
    }

    private static Example energy(String price) {
        return new Example().prices(WINTER, price);
    }

    private static Example quarters() {
        return new Example().prices(WINTER, "10", "20", "30", "60");
    }

    private static Example wholeDay(String start, String end) {
        return new Example().flatPrice(start, end, "30").kwhPerQuarter(start, end, "10");
    }

    private static Example negative() {
        return new Example().prices(WINTER, "-5", "0", "12").kwh(WINTER, "1000", "1000", "1000");
    }

    @Test
    void c01AnOmittedPointOfA03RepeatsTheOneBefore() {
        List<PricePoint> points = Documents.a44(
                Documents.period("A03", "PT60M", "2025-03-29T23:00Z", "2025-03-30T03:00Z", "1=10.5", "3=12.0"),
                Resolution.PT60M);
        Example example = new Example()
                .resolution(Resolution.PT60M)
                .points(points)
                .kwhPerQuarter("2025-03-29T23:00:00Z", "2025-03-30T03:00:00Z", "25");
        assertThat(example.energyLine()).isEqualTo("4.50");
    }

    @Test
    void c02FillsA03ToTheEndOfADayOfTwentyThreeHours() {
        List<PricePoint> points = Documents.a44(
                Documents.period("A03", "PT15M", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "1=70.0", "50=20.0"),
                Resolution.PT15M);
        assertThat(points).hasSize(92);
        assertThat(points)
                .filteredOn(point -> point.price().value().intValueExact() == 70)
                .hasSize(49);
        Example example =
                new Example().points(points).kwhPerQuarter("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "25");
        assertThat(example.energyLine()).isEqualTo("107.25");
    }

    @Test
    void c05ReadsTheSwitchFromHoursToQuarterHours() {
        byte[] file = SharedFiles.real("entsoe/A44_ES_2025-09-29..10-02_PT60M_to_PT15M_A03gaps.xml");
        List<PricePoint> hours = Documents.a44(file, "ES", Resolution.PT60M);
        List<PricePoint> quarters = Documents.a44(file, "ES", Resolution.PT15M);
        assertThat(hours).hasSize(48);
        assertThat(quarters).hasSize(192);
        Example day = new Example()
                .zone("Europe/Madrid")
                .points(quarters)
                .kwhPerQuarter("2025-09-30T22:00:00Z", "2025-10-01T22:00:00Z", "250");
        assertThat(day.energyLine()).isEqualTo("2089.80");
    }

    @Test
    void c07KeepsTheMainDayAheadSeriesOfItsResolutionOnly() {
        List<PricePoint> points =
                Documents.a44(SharedFiles.synthetic("SYNTH_A44_NO4_2026-11-12_traps.xml"), "NO4", Resolution.PT15M);
        assertThat(points).hasSize(96);
        assertThat(flatMegawatt(points, "2026-11-11T23:00:00Z", "2026-11-12T23:00:00Z")
                        .energyLine())
                .isEqualTo("189.34");
    }

    @Test
    void c08AHoleInA01IsAHole() {
        List<PricePoint> points = Documents.a44(
                SharedFiles.synthetic("SYNTH_A44_NO4_2026-11-12_A01_with_hole.xml"), "NO4", Resolution.PT15M);
        assertThat(points).hasSize(94);
        Example example = flatMegawatt(points, "2026-11-11T23:00:00Z", "2026-11-12T23:00:00Z");
        assertThat(example.energyLine()).isEqualTo("186.14");
        RatedUsage day = example.rated().getFirst();
        assertThat(day.gaps()).hasSize(1);
        Gap gap = day.gaps().getFirst();
        assertThat(gap.missing()).isEqualTo("series");
        assertThat(gap.facilityMillijoules()).isEqualTo(500L * 3_600_000_000L);
        assertThat(gap.milliGpuSeconds()).isEqualTo(2 * 900_000);
        assertThat(charge(day, "energy").quantity()).isEqualByComparingTo("23500");
    }

    @Test
    void c10TheRepeatedHourHasTwoPrices() {
        byte[] file = SharedFiles.real("nordpool/NO4_Tromso_2022-10-30_25H_nok_per_mwh.csv");
        List<PricePoint> points = Documents.csv(file, "start_utc", "nok_per_mwh", Resolution.PT60M, EnergyUnit.MWH);
        assertThat(points).hasSize(25);
        Example repeated = hourly(points).kwhPerQuarter("2022-10-30T00:00:00Z", "2022-10-30T02:00:00Z", "25");
        assertThat(repeated.energyLine()).isEqualTo("32.70");
        Example day = hourly(points).kwhPerQuarter("2022-10-29T22:00:00Z", "2022-10-30T23:00:00Z", "250");
        assertThat(day.energyLine()).isEqualTo("4356.90");
    }

    @Test
    void c21CutsAtTheMonthOfTheBillingZone() {
        Example example = new Example()
                .flatPrice("2026-03-31T21:45:00Z", "2026-03-31T22:00:00Z", "40")
                .flatPrice("2026-03-31T22:00:00Z", "2026-03-31T22:15:00Z", "60")
                .kilowatts("2026-03-31T21:50:00Z", "2026-03-31T22:10:00Z", "120");
        List<RatedUsage> rated = example.rated();
        assertThat(rated)
                .extracting(RatedUsage::siteDate)
                .containsExactly(LocalDate.parse("2026-03-31"), LocalDate.parse("2026-04-01"));
        assertThat(line(charge(rated.get(0), "energy").amount())).isEqualTo("0.80");
        assertThat(line(charge(rated.get(1), "energy").amount())).isEqualTo("1.20");
    }

    @Test
    void c42ATariffVersionBeginsAtLocalMidnight() {
        // The same shape as the tax example: 100 kW over a change at 2024-03-31T22:00Z, here of the day's own price.
        Example example = new Example()
                .flatPrice("2024-03-31T12:00:00Z", "2024-03-31T22:00:00Z", "95.1")
                .flatPrice("2024-03-31T22:00:00Z", "2024-04-01T12:00:00Z", "164.4")
                .kilowatts("2024-03-31T12:00:00Z", "2024-04-01T12:00:00Z", "100");
        assertThat(example.energyLine()).isEqualTo("325.26");
        assertThat(example.rated()).hasSize(2);
    }

    @Test
    void c50TakesTheRateOfTheDayThatTheExchangeRateNames() {
        assertThat(easter(new RateDay.DeliveryDay()).energyLine()).isEqualTo("67325.50");
        assertThat(easter(new RateDay.DayBefore()).energyLine()).isEqualTo("67350.50");
        assertThat(easter(new RateDay.DayOfMonth(0, 13)).energyLine()).isEqualTo("66588.00");
    }

    @Test
    void c50ARateThatIsNotFixedYetIsNotKnown() {
        Example open = easter(new RateDay.DayOfMonth(0, 14));
        assertThat(open.rated())
                .allSatisfy(day -> assertThat(day.gaps())
                        .singleElement()
                        .satisfies(gap -> assertThat(gap.missing()).isEqualTo("rate")));
        // No rate is of the 12th, a Sunday; that of the 13th shows it.
        assertThat(easter(new RateDay.DayOfMonth(0, 12)).energyLine()).isEqualTo("67098.00");
    }

    /** 1,000.00 EUR on each of 2 to 7 April 2026. */
    private static Example easter(RateDay rateDay) {
        Example example = new Example().currency("NOK").seriesCurrency("EUR").exchangeRate("EUR", "NOK", rateDay);
        example.rate("2026-04-01", "11.2080")
                .rate("2026-04-02", "11.2285")
                .rate("2026-04-07", "11.1830")
                .rate("2026-04-13", "11.0980");
        for (int day = 2; day <= 7; day++) {
            String noon = "2026-04-0" + day + "T10:00:00Z";
            example.prices(noon, "1000").kwh(noon, "1000");
        }
        return example;
    }

    @Test
    void c52DividesFromTheQuoteToTheBase() {
        Example example = new Example()
                .currency("EUR")
                .seriesCurrency("GBP")
                .exchangeRate("EUR", "GBP")
                .rate("2026-01-12", "0.8700")
                .prices(WINTER, "12000")
                .kwh(WINTER, "1000");
        assertThat(example.energyLine()).isEqualTo("13793.10");
    }

    @Test
    void c57ModelsTheTimeThatWasNotMeasured() {
        // 60 minutes of one GPU: 45 measured with 0.720 kWh, 15 at 1275 W times 0.76.
        Example example = new Example()
                .flatPrice(WINTER, "2026-01-12T01:00:00Z", "1000")
                .kwhPerQuarter(WINTER, "2026-01-12T00:45:00Z", "0.240")
                .slot(new SlotUsage(Instant.parse("2026-01-12T00:45:00Z"), 900_000, 0, 0));
        RatedUsage day = example.rated().getFirst();
        assertThat(charge(day, "energy").quantity()).isEqualByComparingTo("0.96225");
        assertThat(charge(day, "energy").estimatedMillijoules()).isEqualTo(872_100_000L);
    }

    @Test
    void c67RoundsOncePerLine() {
        assertThat(monthOfQuarters("0.0049")).isEqualTo("14.58");
        assertThat(monthOfQuarters("0.0051")).isEqualTo("15.18");
    }

    private static Example collared() {
        return new Example().prices(WINTER, "10", "50", "120").kwh(WINTER, "500", "500", "500");
    }

    @Test
    void c04RefusesADocumentWhoseFirstPositionIsMissing() {
        byte[] file = SharedFiles.synthetic("SYNTH_A44_NO4_2026-11-12_first_position_missing.xml");
        assertThatThrownBy(() -> Documents.a44(file, "NO4", Resolution.PT15M)).isInstanceOf(UnreadableDocument.class);
    }

    @Test
    void c09ReadsNordicNumbers() {
        CsvForm nordic = new CsvForm(';', ',');
        assertThat(nordic.number("1 060,85")).contains(new BigDecimal("1060.85"));
        assertThat(nordic.number("1\u00a0060,85")).contains(new BigDecimal("1060.85"));
        assertThat(nordic.number("121,93")).contains(new BigDecimal("121.93"));
        assertThat(nordic.isAbsent("-")).isTrue();
    }

    @Test
    void r1WithAFloorOfZeroPerHour() {
        byte[] file = SharedFiles.real("norway/NO4_hourly_utc_2024-01-01..2025-09-01_nok_per_kwh_exclVAT.csv");
        List<PricePoint> points = Documents.csv(file, "start_utc", "nok_per_kwh", Resolution.PT60M, EnergyUnit.KWH);
        assertThat(hourly(points)
                        .unit(EnergyUnit.KWH)
                        .collar("0", FloorScope.INDEX, null, null)
                        .kwhPerQuarter("2023-12-31T23:00:00Z", "2024-12-31T23:00:00Z", "250")
                        .energyLine())
                .isEqualTo("2372769.47");
    }

    /** A January of 2976 quarter-hours, each of the same amount: 1 kWh at the amount per kWh. */
    private static String monthOfQuarters(String amount) {
        return new Example()
                .unit(EnergyUnit.KWH)
                .flatPrice("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", amount)
                .kwhPerQuarter("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", "1")
                .energyLine();
    }

    @Test
    void r1WholeYearOfARealZone() {
        assertThat(line(realNorway("2023-12-31T23:00:00Z", "2024-12-31T23:00:00Z")))
                .isEqualTo("2372097.96");
    }

    @Test
    void r3DaysOnWhichTheClocksChange() {
        assertThat(line(realNorway("2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z")))
                .isEqualTo("11972.33");
        assertThat(line(realNorway("2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z")))
                .isEqualTo("45.47");
        assertThat(line(realNorway("2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z")))
                .isEqualTo("1086.41");
    }

    private static BigDecimal realNorway(String start, String end) {
        byte[] file = SharedFiles.real("norway/NO4_hourly_utc_2024-01-01..2025-09-01_nok_per_kwh_exclVAT.csv");
        List<PricePoint> points = Documents.csv(file, "start_utc", "nok_per_kwh", Resolution.PT60M, EnergyUnit.KWH);
        assertThat(points).hasSize(14_639);
        return hourly(points)
                .unit(EnergyUnit.KWH)
                .kwhPerQuarter(start, end, "250")
                .energyAmount();
    }

    @Test
    void r5TheFirstAndTheSecondRevisionOfADay() {
        assertThat(longDay("SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml")).isEqualTo("197.64");
        assertThat(longDay("SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml")).isEqualTo("203.78");
    }

    private static String longDay(String file) {
        List<PricePoint> points = Documents.a44(SharedFiles.synthetic(file), "NO4", Resolution.PT15M);
        assertThat(points).hasSize(100);
        return flatMegawatt(points, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")
                .energyLine();
    }

    private static Example flatMegawatt(List<PricePoint> points, String start, String end) {
        return new Example().points(points).kwhPerQuarter(start, end, "250");
    }

    private static Example hourly(List<PricePoint> points) {
        return new Example().currency("NOK").resolution(Resolution.PT60M).points(points);
    }
}

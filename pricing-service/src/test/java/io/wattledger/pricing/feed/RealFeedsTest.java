package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.QuotedUnit;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of publishers, as they came; skipped where they are not at hand. */
class RealFeedsTest {

    @Test
    void c09AndC10NordPoolsPageOfTheDayOf25Hours() {
        List<PricePoint> points = page("nordpool/page10_NOK_25H.json", "NO4");
        assertThat(points).hasSize(25);
        assertThat(price(points, "2022-10-30T00:00:00Z")).isEqualByComparingTo("159.32");
        assertThat(price(points, "2022-10-30T01:00:00Z")).isEqualByComparingTo("167.66");
        assertThat(total(points)).isEqualByComparingTo("4356.90");
        assertThat(points).extracting(PricePoint::state).containsOnly(ValueState.PRELIMINARY);
        assertThat(points)
                .extracting(PricePoint::price)
                .isEqualTo(Documents.csv(
                                SharedFiles.real("nordpool/NO4_Tromso_2022-10-30_25H_nok_per_mwh.csv"),
                                "start_utc",
                                "nok_per_mwh",
                                Resolution.PT60M,
                                EnergyUnit.MWH)
                        .stream()
                        .map(PricePoint::price)
                        .toList());
    }

    /** The hour that the clocks repeat is there twice; where its first price is missing, the second one stays the second. */
    @Test
    void aMissingFirstPriceOfTheRepeatedHourLeavesTheHoleWhereItIs() {
        String page = text("nordpool/page10_NOK_25H.json").replace("\"159,32\"", "\"-\"");
        List<PricePoint> points = NordPoolPageReader.read(
                        "page.json",
                        page.getBytes(StandardCharsets.UTF_8),
                        series("NO4", Resolution.PT60M, "NOK", EnergyUnit.MWH, "Europe/Oslo"))
                .points();
        assertThat(points)
                .hasSize(24)
                .extracting(PricePoint::start)
                .doesNotContain(Instant.parse("2022-10-30T00:00:00Z"));
        assertThat(price(points, "2022-10-30T01:00:00Z")).isEqualByComparingTo("167.66");
    }

    @Test
    void theSpringDayOfNordPoolsPageHas23Hours() {
        List<PricePoint> points = page("nordpool/page10_NOK_23H.json", "NO4");
        assertThat(points).hasSize(23);
        assertThat(price(points, "2023-03-26T01:00:00Z")).isEqualByComparingTo("312.74");
        List<PricePoint> system = page("nordpool/page10_NOK_25H.json", "SYS");
        assertThat(price(system, "2022-10-30T15:00:00Z")).isEqualByComparingTo("1129.44");
    }

    @Test
    void nordPoolsPortalAndAuctionOfToday() {
        Prices portal = new FileDocumentReader()
                .prices(
                        "p.json",
                        SharedFiles.real("nordpool/dataportal_DayAheadPrices_NOK_DK1_NO3_2024-09-22.json"),
                        new Reading.NordPoolPortal("s"),
                        series("NO3", Resolution.PT60M, "NOK", EnergyUnit.MWH, "Europe/Oslo"));
        assertThat(portal.points()).hasSize(24);
        assertThat(portal.points().getFirst().price().value()).isEqualTo(new BigDecimal("182.00"));
        assertThat(portal.points()).extracting(PricePoint::state).containsOnly(ValueState.FINAL);
        Prices auction = new FileDocumentReader()
                .prices(
                        "a.json",
                        SharedFiles.real("nordpool/apiv2_AuctionPrices_SE4_EUR_2024-07-08.json"),
                        new Reading.NordPoolAuction("s"),
                        series("SE4", Resolution.PT60M, "EUR", EnergyUnit.MWH, "Europe/Stockholm"));
        assertThat(auction.points()).hasSize(24);
        // The publisher's own average of the day, 41.19, is that of the points read.
        assertThat(total(auction.points()).divide(BigDecimal.valueOf(24), 2, RoundingMode.HALF_UP))
                .isEqualByComparingTo("41.19");
    }

    @Test
    void eleringsDayOf92QuarterHoursIsCutByTheDayOfUtc() {
        List<PricePoint> points = new FileDocumentReader()
                .prices(
                        "e.json",
                        SharedFiles.real("nordpool/elering_fi_2026-03-29_PT15M_partial_utc_day_88of92.json"),
                        new Reading.Elering("s"),
                        series("FI", Resolution.PT15M, "EUR", EnergyUnit.MWH, "Europe/Helsinki"))
                .points();
        assertThat(points).hasSize(88);
        assertThat(points.getFirst().start()).isEqualTo("2026-03-29T00:00:00Z");
    }

    @Test
    void theExamplesOfElexonContradictThemselvesAndAreRefused() {
        String all = text("gb/elexon_insights_api_examples.json");
        String prices = all.substring(all.indexOf("settlementDate}\": ") + 18, all.indexOf("\"/balancing/pricing") - 3);
        PriceSeries series = series("GB", Resolution.PT30M, "GBP", EnergyUnit.MWH, "Europe/London");
        Reading.ElexonJson sell = new Reading.ElexonJson("s", "systemSellPrice");
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> ElexonReader.read("x.json", prices.getBytes(StandardCharsets.UTF_8), sell, series));
        assertThat(refusal.fault().sentence())
                .contains("x.json: /data/0/startTime", "settlement period 2 of 2023-09-18", "2023-09-17T23:30:00Z");
        String mended = prices.replace("2023-09-18T12:30:00", "2023-09-17T23:30:00");
        Prices read = ElexonReader.read("x.json", mended.getBytes(StandardCharsets.UTF_8), sell, series);
        assertThat(price(read.points(), "2023-09-17T23:30:00Z")).isEqualByComparingTo("215");
        assertThat(read.createdAt()).isEqualTo("2023-09-17T03:31:12Z");
    }

    @Test
    void elexonsSettlementPeriodsAreTheDerivedFileInUtc() {
        List<PricePoint> points = new FileDocumentReader()
                .prices(
                        "ssp.csv",
                        SharedFiles.real("gb/elexon_ssp_sbp_niv_2016-06-06..2019-02-10_halfhourly.csv"),
                        new Reading.SettlementCsv(
                                "s", "Settlement Date", "Settlement Period", "System Sell Price(£/MWh)", CsvForm.PLAIN),
                        series("GB", Resolution.PT30M, "GBP", EnergyUnit.MWH, "Europe/London"))
                .points();
        List<PricePoint> derived = Documents.csv(
                SharedFiles.real("gb/gb_ssp_utc_2017-01-01..2018-12-31_gbp_per_mwh.csv"),
                "start_utc",
                "ssp_gbp_per_mwh",
                Resolution.PT30M,
                EnergyUnit.MWH);
        Instant first = derived.getFirst().start();
        Instant last = derived.getLast().start();
        List<PricePoint> same = points.stream()
                .filter(point ->
                        !point.start().isBefore(first) && !point.start().isAfter(last))
                .toList();
        assertThat(same).hasSize(35_040);
        for (int number = 0; number < same.size(); number++) {
            assertThat(same.get(number).start()).isEqualTo(derived.get(number).start());
            assertThat(same.get(number).price().value())
                    .isEqualByComparingTo(derived.get(number).price().value());
        }
        assertThat(onDay(points, "2018-10-28")).hasSize(50);
        assertThat(onDay(points, "2018-03-25")).hasSize(46);
    }

    @Test
    void octopusLocalTimesAreReadByTheBritishClockAndInOrder() {
        List<PricePoint> points = PriceCsvReader.read(
                "octopus.csv",
                SharedFiles.real("gb/octopus_outgoing_agile_SE_2018-01..2019-05_halfhourly.csv"),
                octopus(),
                series("GB", Resolution.PT30M, "GBP", EnergyUnit.KWH, "Europe/London"));
        assertThat(onDay(points, "2018-10-28")).hasSize(50);
        assertThat(onDay(points, "2018-03-25")).hasSize(46);
        assertThat(price(points, "2018-10-28T00:00:00Z")).isEqualByComparingTo("57.1");
        assertThat(price(points, "2018-10-28T01:00:00Z")).isEqualByComparingTo("62.5");
        // C12: 5.50 p/kWh are 55 GBP/MWh.
        assertThat(price(points, "2018-01-01T00:00:00Z")).isEqualByComparingTo("55");
    }

    @Test
    void localTimesInDescendingOrderCannotBeToldApartOnTheAutumnDay() {
        String csv = "Date_Time,Outgoing Agile Rate (p/kWh)\n2018-10-28 02:00:00,1\n2018-10-28 01:30:00,2\n";
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> PriceCsvReader.read(
                        "o.csv",
                        csv.getBytes(StandardCharsets.UTF_8),
                        octopus(),
                        series("GB", Resolution.PT30M, "GBP", EnergyUnit.KWH, "Europe/London")));
        assertThat(refusal.fault().sentence()).contains("o.csv:3:1: Date_Time '2018-10-28 01:30:00'", "comes twice");
    }

    @Test
    void entsoesExportIsReadInCentralEuropeanTime() {
        PriceSeries series = series("NO3", Resolution.PT60M, "EUR", EnergyUnit.MWH, "Europe/Oslo");
        List<PricePoint> day = EntsoeCsvReader.read(
                        "gui.csv", SharedFiles.real("entsoe/GUI_export_NO3_2024-01-01.csv"), series)
                .points();
        assertThat(day).hasSize(24);
        assertThat(price(day, "2023-12-31T23:00:00Z")).isEqualByComparingTo("29.56");
        List<PricePoint> month = EntsoeCsvReader.read(
                        "gui.csv", SharedFiles.real("entsoe/GUI_export_NO3_2024-01_merged_eur_per_mwh.csv"), series)
                .points();
        assertThat(month).hasSize(744).startsWith(day.toArray(new PricePoint[0]));
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "BZN|NO4~BZN|NO3~is zone NO4",
                "(NOK/MWh)~(EUR/MWh)~prices are in NOK",
                "(EUR/kWh)~(EUR/MWh)~prices are per kWh",
                "01:30:00\"~01:00:00\"~must end at",
                "\"29,56\"~\"29.56\"~is no number with decimal sign",
                "yesterday - today~01/01/2024 00:00:00 - 01/01/2024 01:00:00~is no market time unit",
                "\"Zeit\"~\"MTU (CET/CEST)\"~column 'MTU': is not in the header"
            })
    void aDamagedExportIsRefused(String wrong, String right, String says) {
        String sound = """
            "MTU (CET/CEST)","Area","Sequence","Day-ahead (EUR/MWh)"
            "01/01/2024 00:00:00 - 01/01/2024 01:00:00","BZN|NO3","Without sequence","29.56"
            "01/01/2024 01:00:00 - 01/01/2024 02:00:00","BZN|NO3","Sequence 2","1"
            """;
        PriceSeries series = series("NO3", Resolution.PT60M, "EUR", EnergyUnit.MWH, "Europe/Oslo");
        assertThat(EntsoeCsvReader.read("gui.csv", sound.getBytes(StandardCharsets.UTF_8), series)
                        .points())
                .hasSize(1);
        String damaged = sound.replace(right, wrong);
        assertThat(damaged).isNotEqualTo(sound);
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> EntsoeCsvReader.read("gui.csv", damaged.getBytes(StandardCharsets.UTF_8), series));
        assertThat(refusal.fault().sentence()).startsWith("gui.csv:").contains(says);
    }

    @Test
    void theExportOfAnAutumnDayMayNameItsClock() {
        String csv = """
            "MTU (CET/CEST)","Area","Sequence","Day-ahead Price (EUR/MWh)"
            "26/10/2025 02:00:00 (CET) - 26/10/2025 03:00:00 (CET)","BZN|NO4","Sequence 1","2"
            "26/10/2025 02:00:00 (CEST) - 26/10/2025 02:00:00 (CET)","BZN|NO4","Sequence 1","1"
            """;
        List<PricePoint> points = EntsoeCsvReader.read(
                        "gui.csv",
                        csv.getBytes(StandardCharsets.UTF_8),
                        series("NO4", Resolution.PT60M, "EUR", EnergyUnit.MWH, "Europe/Oslo"))
                .points();
        assertThat(price(points, "2025-10-26T00:00:00Z")).isEqualByComparingTo("1");
        assertThat(price(points, "2025-10-26T01:00:00Z")).isEqualByComparingTo("2");
    }

    @Test
    void britishCarbonIntensityOfAYear() {
        String published = text("carbon/gb_carbon_intensity_2020_halfhourly.csv");
        UnreadableDocument refusal = catchThrowableOfType(UnreadableDocument.class, () -> carbon(published));
        assertThat(refusal.fault().sentence())
                .contains("carbon.csv:7702:2: actual_g_per_kwh '244'", "already has the value 241");
        // The publisher contradicts itself twice; without these rows the rest of the year is sound.
        Set<String> starts = new HashSet<>();
        List<CarbonFactor> factors = carbon(published
                .lines()
                .filter(line -> starts.add(line.substring(0, line.indexOf(','))))
                .collect(Collectors.joining("\n")));
        assertThat(factors.getFirst())
                .isEqualTo(new CarbonFactor(
                        Instant.parse("2020-01-01T00:00:00Z"), new BigDecimal("180"), ValueState.FINAL));
        Predicate<CarbonFactor> forecast = factor -> factor.state() == ValueState.PRELIMINARY;
        assertThat(factors).filteredOn(forecast).isNotEmpty();
        assertThat(factors.size()).isBetween(363 * 48, 366 * 48);
    }

    private static List<CarbonFactor> carbon(String csv) {
        return CarbonCsvReader.read(
                "carbon.csv",
                csv.getBytes(StandardCharsets.UTF_8),
                new Reading.CarbonCsv("c", "start_utc", "actual_g_per_kwh", "forecast_g_per_kwh", CsvForm.PLAIN),
                carbon());
    }

    @Test
    void nesosForecastIsPreliminaryUntilTheActualIsThere() {
        byte[] bytes = SharedFiles.feed("SYNTH_neso_carbon_intensity.json");
        assertThat(NesoCarbonReader.read("neso.json", bytes, carbon()))
                .containsExactly(
                        new CarbonFactor(
                                Instant.parse("2026-11-12T12:00:00Z"), new BigDecimal("149"), ValueState.FINAL),
                        new CarbonFactor(
                                Instant.parse("2026-11-12T12:30:00Z"), new BigDecimal("161"), ValueState.PRELIMINARY));
        for (String[] damage : new String[][] {
            {"\"actual\": 149", "\"actual\": -149", "/data/0/intensity/actual '-149': must not be below 0"},
            {"\"2026-11-12T12:30Z\",\n   \"intensity\"", "\"2026-11-12T13:30Z\",\n   \"intensity\"", "PT30M"},
            {"\"from\": \"2026-11-12T12:30Z\"", "\"from\": \"2026-11-12 12:30\"", "/data/1/from"},
        }) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            String damaged = text.replace(damage[0], damage[1]);
            assertThat(damaged).isNotEqualTo(text);
            UnreadableDocument refusal = catchThrowableOfType(
                    UnreadableDocument.class,
                    () -> NesoCarbonReader.read("neso.json", damaged.getBytes(StandardCharsets.UTF_8), carbon()));
            assertThat(refusal.fault().sentence()).startsWith("neso.json").contains(damage[2]);
        }
    }

    private static Reading.PriceCsv octopus() {
        return new Reading.PriceCsv(
                "s",
                "Date_Time",
                null,
                "Outgoing Agile Rate (p/kWh)",
                CsvForm.PLAIN,
                ZoneId.of("Europe/London"),
                QuotedUnit.of("p/kWh").orElseThrow());
    }

    private static CarbonSeries carbon() {
        return new CarbonSeries("c", "GB", Resolution.PT30M, "NESO", ZoneId.of("Europe/London"));
    }

    private static List<PricePoint> page(String path, String zone) {
        return NordPoolPageReader.read(
                        "page.json",
                        SharedFiles.real(path),
                        series(zone, Resolution.PT60M, "NOK", EnergyUnit.MWH, "Europe/Oslo"))
                .points();
    }

    private static List<PricePoint> onDay(List<PricePoint> points, String day) {
        return points.stream()
                .filter(point -> point.start()
                        .atZone(ZoneId.of("Europe/London"))
                        .toLocalDate()
                        .equals(LocalDate.parse(day)))
                .toList();
    }

    private static BigDecimal price(List<PricePoint> points, String start) {
        return points.stream()
                .filter(point -> point.start().equals(Instant.parse(start)))
                .map(point -> point.price().perMwh().value())
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal total(List<PricePoint> points) {
        return points.stream().map(point -> point.price().perMwh().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String text(String path) {
        return new String(SharedFiles.real(path), StandardCharsets.UTF_8);
    }

    private static PriceSeries series(
            String zone, Resolution resolution, String currency, EnergyUnit unit, String clock) {
        return JsonFeedsTest.series(zone, resolution, currency, unit, clock);
    }
}

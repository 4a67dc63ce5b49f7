package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.DocumentReader.Prices;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price feeds in JSON: what they say, and that a damaged one is refused where it is damaged. */
class JsonFeedsTest {

    private static final String PORTAL = "SYNTH_nordpool_dataportal_2026-10-25_NO4_Preliminary.json";
    private static final String STROM = "SYNTH_hvakosterstrommen_2026-10-25_NO4.json";
    private static final String OCTOPUS = "SYNTH_octopus_standard_unit_rates.json";

    private static final String ELEXON = """
        {"data": [
          {"startTime": "2026-10-25T00:30:00Z", "dataProvider": "APXMIDP", "settlementDate": "2026-10-25",
           "settlementPeriod": 4, "price": 78.50, "volume": 10},
          {"startTime": "2026-10-25T01:00:00Z", "dataProvider": "APXMIDP", "settlementDate": "2026-10-25",
           "settlementPeriod": 5, "price": -3, "volume": 10},
          {"startTime": "2026-10-25T00:30:00Z", "dataProvider": "N2EXMIDP", "settlementDate": "2026-10-25",
           "settlementPeriod": 4, "price": 0, "volume": 0}]}
        """;

    private static final String ELERING = """
        {"success": true, "data": {"fi": [{"timestamp": 1774742400, "price": 17.29},
          {"timestamp": 1774743300, "price": 17.33}]}}
        """;

    @Test
    void theDataPortalStatesTheDayOfAHundredQuarterHoursAsPreliminary() {
        Prices read = read(new Reading.NordPoolPortal("s"), SharedFiles.feed(PORTAL), no4("EUR", EnergyUnit.MWH));
        assertThat(read.createdAt()).isEqualTo("2026-10-24T11:00:12.1234567Z");
        assertThat(read.revisionNumber()).isEqualTo(2);
        assertThat(read.points()).hasSize(100);
        assertThat(read.points()).extracting(PricePoint::state).containsOnly(ValueState.PRELIMINARY);
        assertThat(flatMegawatt(read.points())).isEqualByComparingTo(expected());
    }

    @Test
    void aFileOfHvaKosterStrommenStatesBothCurrencies() {
        List<PricePoint> kroner = read(
                        new Reading.HvaKosterStrommen("s"), SharedFiles.feed(STROM), no4("NOK", EnergyUnit.KWH))
                .points();
        assertThat(kroner).hasSize(100);
        assertThat(kroner.getFirst().start()).isEqualTo("2026-10-24T22:00:00Z");
        assertThat(kroner.getFirst().price().perMwh().value()).isEqualByComparingTo("47.69");
        List<PricePoint> euros = read(
                        new Reading.HvaKosterStrommen("s"), SharedFiles.feed(STROM), no4("EUR", EnergyUnit.KWH))
                .points();
        assertThat(flatMegawatt(euros)).isEqualByComparingTo(expected());
    }

    @Test
    void octopusRatesArePenceWithoutVatInAnyOrder() {
        List<PricePoint> points = read(
                        new Reading.OctopusRates("s"), SharedFiles.feed(OCTOPUS), gb("GBP", EnergyUnit.KWH))
                .points();
        assertThat(points)
                .extracting(point -> point.start() + " " + point.price().value().toPlainString())
                .containsExactly(
                        "2026-03-29T00:30:00Z 0.180", "2026-03-29T01:00:00Z 0.149", "2026-03-29T01:30:00Z -0.012");
    }

    @Test
    void elexonsMarketIndexIsThatOfThePublisherOfTheSeries() {
        List<PricePoint> points = read(new Reading.ElexonJson("s", "price"), bytes(ELEXON), gb("GBP", EnergyUnit.MWH))
                .points();
        assertThat(points)
                .extracting(point -> point.start() + " " + point.price().value().toPlainString())
                .containsExactly("2026-10-25T00:30:00Z 78.50", "2026-10-25T01:00:00Z -3");
    }

    /** Below the liquidity threshold Elexon's providers report price 0 and volume 0: there is no index, not one of £0. */
    @Test
    void aMarketIndexBelowTheLiquidityThresholdStatesNoPrice() {
        String illiquid = ELEXON.replace("\"price\": 78.50, \"volume\": 10", "\"price\": 0.00, \"volume\": 0.000");
        assertThat(read("elexon", bytes(illiquid)))
                .extracting(point -> point.start() + " " + point.price().value().toPlainString())
                .containsExactly("2026-10-25T01:00:00Z -3");
        assertThat(read("elexon", bytes(ELEXON.replace("78.50", "0"))))
                .extracting(point -> point.start() + " " + point.price().value().toPlainString())
                .as("what was traded for nothing has the price 0")
                .contains("2026-10-25T00:30:00Z 0");
        String none = illiquid.replace("\"price\": -3, \"volume\": 10", "\"price\": 0, \"volume\": 0");
        UnreadableDocument refusal = catchThrowableOfType(UnreadableDocument.class, () -> read("elexon", bytes(none)));
        assertThat(refusal.reason()).isEqualTo(UnreadableDocument.Reason.WITHOUT_DATA);
        assertThat(refusal.fault().sentence()).contains("2 periods", "liquidity threshold", "not a price of 0");
    }

    @ParameterizedTest(name = "period {0} of {1} begins at {2}")
    @CsvSource({
        "1, 2026-10-25, 2026-10-24T23:00:00Z",
        "50, 2026-10-25, 2026-10-25T23:30:00Z",
        "46, 2026-03-29, 2026-03-29T22:30:00Z",
        "48, 2026-11-12, 2026-11-12T23:30:00Z"
    })
    void settlementPeriodsCountFromLocalMidnight(int period, String day, Instant start) {
        String json =
                "[{\"settlementDate\":\"" + day + "\",\"settlementPeriod\":" + period + ",\"systemSellPrice\":215}]";
        List<PricePoint> points = read(
                        new Reading.ElexonJson("s", "systemSellPrice"), bytes(json), gb("GBP", EnergyUnit.MWH))
                .points();
        assertThat(points).extracting(PricePoint::start).containsExactly(start);
    }

    @ParameterizedTest(name = "{0}: {1} becomes {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                // format | what is replaced | by what | what the refusal must say
                "portal|\"NO4\": 8.3|\"NO1\": 8.3|-",
                "portal|\"deliveryAreas\": [|\"deliveryAreas\": [], \"x\": [|/deliveryAreas: holds , but series",
                "portal|\"currency\": \"EUR\"|\"currency\": \"NOK\"|/currency 'NOK': prices are in NOK",
                "portal|\"market\": \"DayAhead\"|\"market\": \"Intraday\"|/market 'Intraday': must be DayAhead",
                "portal|\"state\": \"Preliminary\"|\"state\": \"Guess\"|/areaStates/0/state 'Guess': must be",
                "portal|2026-10-24T22:15:00Z\",|2026-10-24T22:30:00Z\",|/multiAreaEntries/0/entryPerArea/NO4",
                "portal|\"deliveryDateCET\": \"2026-10-25\"|\"deliveryDateCET\": \"2026-10-26\"|another delivery day",
                "portal|\"NO4\": 8.3|\"NO4\": NaN|JSON: is not well-formed",
                "portal|\"NO4\": 8.3|\"NO4\": 1e400|at most 12 digits before the point",
                "portal|\"NO4\": 8.3|\"NO4\": \"8,3\"|'8,3': must be a number",
                "portal|\"version\": 2,|\"version\": 2, \"version\": 3,|Duplicate field",
                "strom|\"NOK_per_kWh\": 0.09655,|\"SEK_per_kWh\": 0.09655,|/NOK_per_kWh: is missing",
                "strom|2026-10-25T00:15:00+02:00\"|2026-10-25T01:00:00+02:00\"|so it must end at 2026-10-24T22:15:00Z",
                "strom|2026-10-25T00:30:00+02:00|2026-10-25T00:30:00|must be an instant with offset",
                "octopus|2026-03-29T02:00:00Z|2026-03-29T03:00:00Z|is in PT30M",
                "octopus|\"2026-03-29T02:00:00Z\"|null|/results/0/valid_to",
                "octopus|\"valid_from\": \"2026-03-29T01:00:00Z\"|\"valid_from\": \"2026-03-29T01:10:00Z\"|is not the"
                        + " start",
                "elexon|\"settlementPeriod\": 4, \"price\": 78|\"settlementPeriod\": 51, \"price\": 78|between 1 and"
                        + " 50",
                "elexon|\"settlementPeriod\": 5|\"settlementPeriod\": 6|/data/1/startTime",
                "elexon|APXMIDP|OTHER|/data: it is of N2EXMIDP, OTHER, but series s is published by APXMIDP",
                "elexon|\"settlementDate\": \"2026-10-25\"|\"settlementDate\": \"25.10.2026\"|must be a day",
                "elering|\"fi\"|\"ee\"|/data: holds ee, but series",
                "elering|1774743300|1774746000|but series s is in PT15M",
                "elering|true|false|/success 'false': must be true",
                "elering|17.33}|17.33}, {\"timestamp\": 1774743300, \"price\": 1}|already has the value 17.33"
            })
    void aDamagedFeedIsRefusedWhereItIsDamaged(String format, String right, String wrong, String says) {
        String sound = text(format);
        assertThat(sound).contains(right);
        if (says.equals("-")) {
            // An entry without this area states no price: a hole, which completeness shows.
            assertThat(read(format, bytes(sound.replace(right, wrong)))).hasSizeLessThan(100);
            return;
        }
        UnreadableDocument refusal =
                catchThrowableOfType(UnreadableDocument.class, () -> read(format, bytes(sound.replace(right, wrong))));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fault().sentence()).startsWith(format + ".json").contains(says);
    }

    @ParameterizedTest
    @CsvSource({"portal", "strom", "octopus", "elexon", "elering"})
    void whatIsCutOffIsRefusedAndAByteOrderMarkIsNot(String format) {
        byte[] sound = bytes(text(format));
        assertThat(read(format, bytes("\uFEFF" + text(format)))).isEqualTo(read(format, sound));
        for (int length : new int[] {0, 1, sound.length / 2, sound.length - 4}) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThat(catchThrowableOfType(UnreadableDocument.class, () -> read(format, cut)))
                    .as("the first %s bytes", length)
                    .isNotNull();
        }
        byte[] latin = (text(format).replaceFirst("\\{", "{\"\u00f8\":1,")).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(catchThrowableOfType(UnreadableDocument.class, () -> read(format, latin)))
                .isNotNull();
    }

    @Test
    void anEmptyAnswerIsThePublishersWordThatThereIsNothingYet() {
        for (String format : List.of("octopus", "elexon", "elering", "strom")) {
            String empty =
                    switch (format) {
                        case "octopus" -> "{\"results\":[]}";
                        case "elexon" -> "{\"data\":[]}";
                        case "elering" -> "{\"success\":true,\"data\":{\"fi\":[]}}";
                        default -> "[]";
                    };
            UnreadableDocument refusal =
                    catchThrowableOfType(UnreadableDocument.class, () -> read(format, bytes(empty)));
            assertThat(refusal.reason()).as(format).isEqualTo(UnreadableDocument.Reason.WITHOUT_DATA);
        }
    }

    @Test
    void aFileWhoseNameNamesAnotherZoneIsRefused() {
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> HvaKosterStrommenReader.read(
                        "10-25_NO1.json", SharedFiles.feed(STROM), no4("NOK", EnergyUnit.KWH)));
        assertThat(refusal.fault().sentence()).contains("10-25_NO1.json", "is zone NO1", "zone NO4");
    }

    @Test
    void aSeriesPerMwhTakesNoPricesPerKwh() {
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> HvaKosterStrommenReader.read("a.json", SharedFiles.feed(STROM), no4("NOK", EnergyUnit.MWH)));
        assertThat(refusal.fault().sentence()).contains("per kWh", "per MWh");
    }

    private static List<PricePoint> read(String format, byte[] bytes) {
        Reading.OfPrices reading =
                switch (format) {
                    case "portal" -> new Reading.NordPoolPortal("s");
                    case "strom" -> new Reading.HvaKosterStrommen("s");
                    case "octopus" -> new Reading.OctopusRates("s");
                    case "elexon" -> new Reading.ElexonJson("s", "price");
                    default -> new Reading.Elering("s");
                };
        PriceSeries series =
                switch (format) {
                    case "portal" -> no4("EUR", EnergyUnit.MWH);
                    case "strom" -> no4("NOK", EnergyUnit.KWH);
                    case "octopus" -> gb("GBP", EnergyUnit.KWH);
                    case "elexon" -> gb("GBP", EnergyUnit.MWH);
                    default -> series("FI", Resolution.PT15M, "EUR", EnergyUnit.MWH, "Europe/Helsinki");
                };
        return new FileDocumentReader()
                .prices(format + ".json", bytes, reading, series)
                .points();
    }

    private static String text(String format) {
        return switch (format) {
            case "portal" -> new String(SharedFiles.feed(PORTAL), StandardCharsets.UTF_8);
            case "strom" -> new String(SharedFiles.feed(STROM), StandardCharsets.UTF_8);
            case "octopus" -> new String(SharedFiles.feed(OCTOPUS), StandardCharsets.UTF_8);
            case "elexon" -> ELEXON;
            default -> ELERING;
        };
    }

    private static Prices read(Reading.OfPrices reading, byte[] bytes, PriceSeries series) {
        return new FileDocumentReader().prices("feed.json", bytes, reading, series);
    }

    /** What 1 MW costs over all points of a quarter-hour each. */
    private static BigDecimal flatMegawatt(List<PricePoint> points) {
        return points.stream()
                .map(point -> point.price().perMwh().value())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(4));
    }

    /** R5: the flat megawatt of the same synthetic day, first revision. */
    private static BigDecimal expected() {
        return Documents.csv(
                        SharedFiles.synthetic("SYNTH_expected_NO4_2026-10-25_100slots.csv"),
                        "start_utc",
                        "eur_per_mwh",
                        Resolution.PT15M,
                        EnergyUnit.MWH)
                .stream()
                .map(point -> point.price().perMwh().value())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(4));
    }

    static PriceSeries no4(String currency, EnergyUnit unit) {
        return series("NO4", Resolution.PT15M, currency, unit, "Europe/Oslo");
    }

    static PriceSeries gb(String currency, EnergyUnit unit) {
        return series("GB", Resolution.PT30M, currency, unit, "Europe/London");
    }

    static PriceSeries series(String zone, Resolution resolution, String currency, EnergyUnit unit, String clock) {
        return new PriceSeries("s", zone, "day-ahead", resolution, currency, unit, "APXMIDP", ZoneId.of(clock));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePerMwh;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReadersTest {

    private static final Reading.PriceCsv PLAIN =
            new Reading.PriceCsv("series", "start", "end", "price", CsvForm.PLAIN, null);

    @Test
    void readsStartEndAndPrice() {
        List<PricePoint> points = read("start,end,price\n2026-10-25T00:30:00Z,2026-10-25T01:00Z,-1.25\n"
                + "2026-10-25T02:00:00+02:00,2026-10-25T02:30+02:00,10\n");
        assertThat(points)
                .containsExactly(
                        new PricePoint(Instant.parse("2026-10-25T00:00:00Z"), new PricePerMwh(new BigDecimal("10"))),
                        new PricePoint(
                                Instant.parse("2026-10-25T00:30:00Z"), new PricePerMwh(new BigDecimal("-1.25"))));
    }

    @Test
    void aRowWithoutPriceStatesNone() {
        assertThat(read("start,end,price\n"
                        + "2026-10-25T00:00:00Z,2026-10-25T00:30Z,-\n"
                        + "2026-10-25T00:30:00Z,2026-10-25T01:00Z,0\n"))
                .hasSize(1);
    }

    @Test
    void theRepeatedHourOfLocalTimesIsReadInOrder() {
        String csv = "start,price\n2026-10-25 01:30,1\n2026-10-25 02:00,2\n2026-10-25 02:30,3\n2026-10-25 02:00,4\n"
                + "2026-10-25 02:30,5\n2026-10-25 03:00,6\n";
        Reading.PriceCsv local =
                new Reading.PriceCsv("series", "start", null, "price", CsvForm.PLAIN, ZoneId.of("Europe/Oslo"));
        List<PricePoint> points = PriceCsvReader.read(
                "prices.csv", bytes(csv), local, Documents.series("NO4", Resolution.PT30M, EnergyUnit.MWH));
        assertThat(points)
                .extracting(point -> point.start() + " " + point.price().value())
                .containsExactly(
                        "2026-10-24T23:30:00Z 1",
                        "2026-10-25T00:00:00Z 2",
                        "2026-10-25T00:30:00Z 3",
                        "2026-10-25T01:00:00Z 4",
                        "2026-10-25T01:30:00Z 5",
                        "2026-10-25T02:00:00Z 6");
    }

    /** A row without a price is a row: the one after it is the second hour, and what is missing is the first. */
    @Test
    void aMissingFirstPriceOfTheRepeatedHourLeavesTheHoleWhereItIs() {
        assertThat(exported("""
            "30/10/2022 01:00 - 30/10/2022 02:00","BZN|NO4","Without sequence","165.87"
            "30/10/2022 02:00 - 30/10/2022 02:00","BZN|NO4","Sequence 2","1"
            "30/10/2022 02:00 - 30/10/2022 02:00","BZN|NO4","Without sequence","-"
            "30/10/2022 02:00 - 30/10/2022 03:00","BZN|NO4","Without sequence","167.66"
            """)).containsExactly("2022-10-29T23:00:00Z 165.87", "2022-10-30T01:00:00Z 167.66");
    }

    /** Some pages show the hour that the clocks jump over, without a price. */
    @Test
    void anExportMayNameTheHourThatTheClocksJumpOver() {
        assertThat(exported("""
            "31/03/2024 01:00 - 31/03/2024 03:00","BZN|NO4","Without sequence","3"
            "31/03/2024 02:00 - 31/03/2024 03:00","BZN|NO4","Without sequence","N/A"
            "31/03/2024 03:00 - 31/03/2024 04:00","BZN|NO4","Without sequence","4"
            """)).containsExactly("2024-03-31T00:00:00Z 3", "2024-03-31T01:00:00Z 4");
    }

    private static List<String> exported(String rows) {
        String header = "\"MTU (CET/CEST)\",\"Area\",\"Sequence\",\"Day-ahead (EUR/MWh)\"\n";
        return EntsoeCsvReader.read(
                        "gui.csv", bytes(header + rows), Documents.series("NO4", Resolution.PT60M, EnergyUnit.MWH))
                .points()
                .stream()
                .map(point -> point.start() + " " + point.price().value())
                .toList();
    }

    /**
     * A damage and what is said about it.
     *
     * @param name what is wrong
     * @param csv the file
     * @param sentence what the refusal must say
     */
    private record Row(String name, String csv, String... sentence) {}

    @TestFactory
    Stream<DynamicTest> refuses() {
        return damaged()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    UnreadableDocument refusal = catchThrowableOfType(UnreadableDocument.class, () -> read(row.csv()));
                    assertThat(refusal).isNotNull();
                    assertThat(refusal.fault().sentence()).contains(row.sentence());
                }));
    }

    private static Stream<Row> damaged() {
        String header = "start,end,price\n";
        return Stream.of(
                new Row(
                        "a time without offset",
                        header + "2026-10-25T00:00:00,2026-10-25T00:30Z,1\n",
                        "prices.csv:2:1: start '2026-10-25T00:00:00'",
                        "has no offset"),
                new Row(
                        "no time",
                        header + "yesterday,2026-10-25T00:30Z,1\n",
                        "prices.csv:2:1: start 'yesterday': is no time"),
                new Row(
                        "a start off the slots",
                        header + "2026-10-25T00:10:00Z,2026-10-25T00:40Z,1\n",
                        "prices.csv:2:1",
                        "PT30M"),
                new Row(
                        "an end that is not the start of the next",
                        header + "2026-10-25T00:00:00Z,2026-10-25T01:00Z,1\n",
                        "prices.csv:2:2: end",
                        "must end at 2026-10-25T00:30:00Z"),
                new Row(
                        "a price with decimal comma",
                        header + "2026-10-25T00:00:00Z,2026-10-25T00:30Z,\"1,5\"\n",
                        "prices.csv:2:3: price '1,5'",
                        "decimal sign '.'"),
                new Row(
                        "a slot with two prices",
                        header + "2026-10-25T00:00:00Z,2026-10-25T00:30Z,1\n2026-10-25T00:00:00Z,2026-10-25T00:30Z,2\n",
                        "prices.csv:3:3: price '2'",
                        "already has the value 1"),
                new Row(
                        "a row that is too short",
                        header + "2026-10-25T00:00:00Z\n",
                        "prices.csv:2",
                        "has 1 fields, the header has 3"),
                new Row("a missing column", "start,end\n", "column 'price': is not in the header"),
                new Row("a column named twice", "start,end,price,price\n", "header 'price': names a column twice"),
                new Row("no rows", header, "there is no price in the file"),
                new Row("an empty file", "", "header: is missing"),
                new Row("an open quote", header + "\"2026-10-25T00:00:00Z,1\n", "prices.csv:2: row: opens a quote"),
                new Row(
                        "a price that is cut off inside its quote",
                        header + "2026-10-25T00:00:00Z,2026-10-25T00:30Z,1\n"
                                + "2026-10-25T00:30:00Z,2026-10-25T01:00Z,\"1",
                        "prices.csv:3: row: opens a quote that the file never closes"),
                new Row(
                        "a remark of another zone",
                        "# zone=NO1 currency=EUR\n" + header,
                        "prices.csv:1: zone 'NO1'",
                        "has NO4"),
                new Row(
                        "a remark of another currency",
                        "# zone=NO4, currency=NOK\n" + header,
                        "currency 'NOK'",
                        "has EUR"),
                new Row("a remark of another unit", "# unit = kWh\n" + header, "unit 'kWh'", "has MWh"));
    }

    @Test
    void refusesALocalTimeThatTheClocksJumpOver() {
        Reading.PriceCsv local =
                new Reading.PriceCsv("series", "start", null, "price", CsvForm.PLAIN, ZoneId.of("Europe/Oslo"));
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> PriceCsvReader.read(
                        "prices.csv",
                        bytes("start,price\n2026-03-29T02:30,1\n"),
                        local,
                        Documents.series("NO4", Resolution.PT30M, EnergyUnit.MWH)));
        assertThat(refusal.fault().sentence()).contains("prices.csv:2:1", "the clocks jump over it");
    }

    @ParameterizedTest(name = "C09 {0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {"1 060,85|1060.85", "1\u00a0060,85|1060.85", "121,93|121.93", "-5,1|-5.1"})
    void c09ReadsNordicNumbers(String written, String number) {
        assertThat(new CsvForm(';', ',').number(written)).contains(new BigDecimal(number));
    }

    @Test
    void c09AHyphenIsNoNumber() {
        assertThat(new CsvForm(';', ',').isAbsent("-")).isTrue();
        assertThat(new CsvForm(';', ',').number("1.060,85")).isEmpty();
    }

    @Test
    void readsTheRealBritishPricesAsTheyAre() {
        List<PricePoint> points = Documents.csv(
                SharedFiles.real("gb/gb_ssp_utc_2017-01-01..2018-12-31_gbp_per_mwh.csv"),
                "start_utc",
                "ssp_gbp_per_mwh",
                Resolution.PT30M,
                EnergyUnit.MWH);
        assertThat(points).hasSize(35_040);
        assertThat(points.get(1).price()).isEqualTo(new PricePerMwh(new BigDecimal("46.865")));
    }

    @Test
    void readsTheRealExchangeRatesAsTheyAre() {
        Map<String, List<DayRate>> rates = ExchangeRateCsvReader.read(
                "ecb.csv",
                SharedFiles.real("fx/ecb_eurofxref_NOK_GBP_USD_SEK_DKK_2024-01..latest.csv"),
                new Reading.ExchangeRateCsv("date", Map.of("nok", "EURNOK", "gbp", "EURGBP"), CsvForm.PLAIN));
        assertThat(rates.get("nok").getFirst())
                .isEqualTo(new DayRate(LocalDate.parse("2024-01-02"), new BigDecimal("11.2815")));
        assertThat(rates.get("gbp").getLast())
                .isEqualTo(new DayRate(LocalDate.parse("2026-04-13"), new BigDecimal("0.87058")));
    }

    @Test
    void refusesARateOfZero() {
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> ExchangeRateCsvReader.read(
                        "ecb.csv",
                        bytes("date,EURNOK\n2026-10-23,0\n"),
                        new Reading.ExchangeRateCsv("date", Map.of("nok", "EURNOK"), CsvForm.PLAIN)));
        assertThat(refusal.fault().sentence()).contains("ecb.csv:2:2: EURNOK '0'", "above 0");
    }

    private static List<PricePoint> read(String csv) {
        return PriceCsvReader.read(
                "prices.csv", bytes(csv), PLAIN, Documents.series("NO4", Resolution.PT30M, EnergyUnit.MWH));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

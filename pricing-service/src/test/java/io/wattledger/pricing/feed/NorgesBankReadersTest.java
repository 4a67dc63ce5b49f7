package io.wattledger.pricing.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.DayRate;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.QuotedUnit;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.UnreadableDocument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exchange rates of Norges Bank and of the ECB; the figures are invented, the form is that of their files. */
class NorgesBankReadersTest {

    private static final Map<String, ExchangeRate> WANTED = Map.of(
            "eur", new ExchangeRate("eur", "EUR", "NOK", "Norges Bank"),
            "sek", new ExchangeRate("sek", "SEK", "NOK", "Norges Bank"));

    private static final String CSV = """
            FREQ;Frequency;BASE_CUR;Base Currency;QUOTE_CUR;Quote Currency;TENOR;Tenor;DECIMALS;CALCULATED;UNIT_MULT;Unit Multiplier;COLLECTION;Collection Indicator;TIME_PERIOD;OBS_VALUE
            B;Business;EUR;Euro;NOK;Norwegian krone;SP;Spot;4;false;0;Units;C;ECB concertation time 14:15 CET;2026-10-22;11.6325
            B;Business;EUR;Euro;NOK;Norwegian krone;SP;Spot;4;false;0;Units;C;ECB concertation time 14:15 CET;2026-10-23;11.6410
            M;Monthly;EUR;Euro;NOK;Norwegian krone;SP;Spot;4;true;0;Units;A;Average;2026-10;11.6100
            B;Business;SEK;Swedish krona;NOK;Norwegian krone;SP;Spot;2;false;2;Hundreds;C;ECB concertation time 14:15 CET;2026-10-23;104.35
            """;

    private static final String JSON = """
            {"meta": {"id": "IDREF1"}, "data": {
              "dataSets": [{"action": "Information", "series": {
                "0:0:0:0": {"attributes": [0, 0, 0, 0], "observations": {"0": ["11.6325"], "1": ["11.6410"]}},
                "0:1:0:0": {"attributes": [1, 0, 1, 0], "observations": {"1": ["104.35"]}}}}],
              "structure": {
                "dimensions": {"dataset": [],
                  "series": [
                    {"id": "FREQ", "keyPosition": 0, "values": [{"id": "B", "name": "Business"}]},
                    {"id": "BASE_CUR", "keyPosition": 1, "values": [{"id": "EUR"}, {"id": "SEK"}]},
                    {"id": "QUOTE_CUR", "keyPosition": 2, "values": [{"id": "NOK"}]},
                    {"id": "TENOR", "keyPosition": 3, "values": [{"id": "SP"}]}],
                  "observation": [{"id": "TIME_PERIOD", "keyPosition": 4, "values": [
                    {"id": "2026-10-22", "start": "2026-10-22T00:00:00"},
                    {"id": "2026-10-23", "start": "2026-10-23T00:00:00"}]}]},
                "attributes": {"dataset": [], "series": [
                    {"id": "DECIMALS", "values": [{"id": "4"}, {"id": "2"}]},
                    {"id": "CALCULATED", "values": [{"id": "false"}]},
                    {"id": "UNIT_MULT", "values": [{"id": "0"}, {"id": "2"}]},
                    {"id": "COLLECTION", "values": [{"id": "C"}]}], "observation": []}}}}
            """;

    @Test
    void bothFormsSayTheSameAndAHundredKronorBecomeOne() {
        Map<String, List<DayRate>> rates = csv(CSV);
        assertThat(rates.get("eur")).containsExactly(rate("2026-10-22", "11.6325"), rate("2026-10-23", "11.6410"));
        assertThat(rates.get("sek")).containsExactly(rate("2026-10-23", "1.0435"));
        assertThat(json(JSON)).isEqualTo(rates);
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "11,6410|11.6410|OBS_VALUE '11,6410': is no number",
                "-11.6410|11.6410|must be a number above 0",
                "x;Hundreds|2;Hundreds|UNIT_MULT 'x'",
                "2026-10-22;11.7|2026-10-23;11.6410|-",
                "23.10.2026|2026-10-23|TIME_PERIOD '23.10.2026'",
                "DKK|SEK|no business-day rate SEK/NOK",
                "VALUE|OBS_VALUE|column 'OBS_VALUE': is not in the header"
            })
    void aDamagedCsvIsRefused(String wrong, String right, String says) {
        assertThat(CSV).contains(right);
        UnreadableDocument refusal =
                catchThrowableOfType(UnreadableDocument.class, () -> csv(CSV.replace(right, wrong)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fault().sentence())
                .startsWith("nb.csv")
                .contains(says.equals("-") ? "already has the rate 11.6325" : says);
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"0:1:0\"|\"0:1:0:0\"|must have 4 parts",
                "\"0:7:0:0\"|\"0:1:0:0\"|place 7 is not among the values of BASE_CUR",
                "[\"NaN\"]|[\"104.35\"]|/observations/1/0 'NaN': is no number",
                "[104.35]|[\"104.35\"]|must be a text",
                "\"UNIT\"|\"UNIT_MULT\"|UNIT_MULT must be given",
                "\"DKK\"|\"SEK\"|no business-day rate SEK/NOK",
                "\"2026-13-23\"|\"2026-10-23\"|its day '2026-13-23' is none"
            })
    void aDamagedJsonIsRefused(String wrong, String right, String says) {
        assertThat(JSON).contains(right);
        UnreadableDocument refusal =
                catchThrowableOfType(UnreadableDocument.class, () -> json(JSON.replace(right, wrong)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.fault().sentence()).startsWith("nb.json").contains(says);
    }

    @Test
    void theEcbsFilesOfTheDayAndOfAllDaysAreRead() {
        Reading.ExchangeRateCsv reading = new Reading.ExchangeRateCsv("Date", Map.of("nok", "NOK"), CsvForm.PLAIN);
        String day = "Date, USD, NOK, \n23 October 2026, 1.0812, 11.6410, \n";
        String history = "Date,USD,NOK,CYP,\n2026-10-23,1.0812,11.6410,N/A,\n2026-10-22,1.08,N/A,N/A,\n";
        for (String csv : List.of(day, history)) {
            assertThat(ExchangeRateCsvReader.read("ecb.csv", bytes(csv), reading)
                            .get("nok"))
                    .containsExactly(rate("2026-10-23", "11.6410"));
        }
        UnreadableDocument refusal = catchThrowableOfType(
                UnreadableDocument.class,
                () -> ExchangeRateCsvReader.read("ecb.csv", bytes(history.replace("2026-10-22", "22/10")), reading));
        assertThat(refusal.fault().sentence()).contains("ecb.csv:3:1: Date '22/10': is no day");
    }

    @ParameterizedTest(name = "C12 {0} {1} are {2} in the main unit, per {3}")
    @CsvSource({
        "33.157, øre/kWh, 0.33157, KWH, NOK",
        "0.33157, NOK/kWh, 0.33157, KWH, NOK",
        "5.50, p/kWh, 0.0550, KWH, GBP",
        "45.00, EUR/MWh, 45.00, MWH, EUR"
    })
    void c12TheUnitOfAFileIsStatedAndTheShiftExact(
            BigDecimal quoted, String unit, BigDecimal main, String energy, String currency) {
        QuotedUnit stated = QuotedUnit.of(unit).orElseThrow();
        assertThat(stated.toMain(quoted)).isEqualTo(main);
        assertThat(stated.unit().name()).isEqualTo(energy);
        assertThat(stated.currencies()).contains(currency);
        assertThat(QuotedUnit.of("kr/kWh")).isEmpty();
        assertThat(QuotedUnit.of("EUR/GWh")).isEmpty();
    }

    private static Map<String, List<DayRate>> csv(String text) {
        return new FileDocumentReader()
                .rates(
                        "nb.csv",
                        bytes(text),
                        new Reading.NorgesBankCsv(Set.of("eur", "sek"), new CsvForm(';', '.')),
                        WANTED);
    }

    private static Map<String, List<DayRate>> json(String text) {
        return new FileDocumentReader()
                .rates("nb.json", bytes(text), new Reading.NorgesBankJson(Set.of("eur", "sek")), WANTED);
    }

    private static DayRate rate(String day, String rate) {
        return new DayRate(LocalDate.parse(day), new BigDecimal(rate));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.wattledger.pricing.rating;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.wattledger.contracts.message.Gap;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.CsvForm;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.QuotedUnit;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument;
import io.wattledger.pricing.feed.Documents;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Examples of price documents, C01 to C12. */
final class PriceDocumentFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";
    private static final String WITH_HOLE = "SYNTH_A44_NO4_2026-11-12_A01_with_hole.xml";

    private PriceDocumentFigures() {}

    static Figures all() {
        Figures figures = new Figures()
                .add(
                        "C01",
                        "an omitted point of A03 repeats the one before",
                        () -> omittedPoint().billed())
                .add("C02", "quarter-hours at the first price", () -> priced("70"))
                .add("C02", "quarter-hours at the second price", () -> priced("20"))
                .add(
                        "C02",
                        "the day of 23 hours",
                        () -> new Example()
                                .points(shortDay())
                                .kwhPerQuarter("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "25")
                                .billed())
                .add("C04", "a first position that is missing", PriceDocumentFigures::withoutFirstPosition)
                .add("C05", "points in the document", () -> stated(switched(), ""))
                .add("C05", "points of the first day of quarter-hours", () -> stated(switched(), "2025-09-30T22:00Z"))
                .add(
                        "C05",
                        "quarter-hours of that day",
                        () -> count(spain(Resolution.PT15M).stream()
                                .filter(point -> point.start().isBefore(Instant.parse("2025-10-01T22:00:00Z")))
                                .toList()))
                .add("C05", "hours before the switch", () -> count(spain(Resolution.PT60M)))
                .add("C05", "quarter-hours after the switch", () -> count(spain(Resolution.PT15M)))
                .add(
                        "C05",
                        "a flat megawatt on the first day of quarter-hours",
                        () -> new Example()
                                .zone("Europe/Madrid")
                                .points(spain(Resolution.PT15M))
                                .kwhPerQuarter("2025-09-30T22:00:00Z", "2025-10-01T22:00:00Z", "250")
                                .billed())
                .add(
                        "C07",
                        "quarter-hours of the main series",
                        () -> count(november("SYNTH_A44_NO4_2026-11-12_traps.xml")))
                .add(
                        "C07",
                        "a flat megawatt",
                        () -> megawatt("SYNTH_A44_NO4_2026-11-12_traps.xml").billed())
                .add("C08", "quarter-hours with a price", () -> count(november(WITH_HOLE)))
                .add("C08", "quarter-hours without one", () -> String.valueOf(hole().milliGpuSeconds() / 900_000))
                .add("C08", "a flat megawatt of what has a price", () -> holed().billed())
                .add("C08", "energy without a price", () -> unpriced(hole()))
                .add("C08", "the invoice", () -> status(hole()));
        return nordPool(figures);
    }

    private static Figures nordPool(Figures figures) {
        return figures.add("C09", "a space between thousands", () -> nordic("1 060,85"))
                .add("C09", "a no-break space between thousands", () -> nordic("1\u00a0060,85"))
                .add("C09", "a comma before decimals", () -> nordic("121,93"))
                .add("C09", "a dash", () -> nordic("-"))
                .add("C10", "prices of the day", () -> count(tromso()))
                .add(
                        "C10",
                        "the repeated hour and the one before",
                        () -> hourly(tromso())
                                .kwhPerQuarter("2022-10-30T00:00:00Z", "2022-10-30T02:00:00Z", "25")
                                .billed())
                .add(
                        "C10",
                        "a flat megawatt for the day",
                        () -> hourly(tromso())
                                .kwhPerQuarter("2022-10-29T22:00:00Z", "2022-10-30T23:00:00Z", "250")
                                .billed())
                .add("C12", "1 MWh at 45.00 EUR/MWh", () -> at("EUR", EnergyUnit.MWH, "45.00", "1000"))
                .add("C12", "100 kWh at 0.045 EUR/kWh", () -> at("EUR", EnergyUnit.KWH, "0.045", "100"))
                .add("C12", "1 MWh at 0.33157 NOK/kWh", () -> at("NOK", EnergyUnit.KWH, "0.33157", "1000"))
                .add("C12", "1 MWh quoted at 33.157 øre/kWh", () -> quoted("øre/kWh", "NOK", "33.157"))
                .add("C12", "1 MWh quoted at 5.50 p/kWh", () -> quoted("p/kWh", "GBP", "5.50"));
    }

    private static Example omittedPoint() {
        List<PricePoint> points = Documents.a44(
                Documents.period("A03", "PT60M", "2025-03-29T23:00Z", "2025-03-30T03:00Z", "1=10.5", "3=12.0"),
                Resolution.PT60M);
        return new Example()
                .resolution(Resolution.PT60M)
                .points(points)
                .kwhPerQuarter("2025-03-29T23:00:00Z", "2025-03-30T03:00:00Z", "25");
    }

    private static List<PricePoint> shortDay() {
        return Documents.a44(
                Documents.period("A03", "PT15M", "2026-03-28T23:00Z", "2026-03-29T22:00Z", "1=70.0", "50=20.0"),
                Resolution.PT15M);
    }

    private static String priced(String price) {
        BigDecimal wanted = new BigDecimal(price);
        return count(shortDay().stream()
                .filter(point -> point.price().value().compareTo(wanted) == 0)
                .toList());
    }

    private static String withoutFirstPosition() {
        byte[] file = SharedFiles.synthetic("SYNTH_A44_NO4_2026-11-12_first_position_missing.xml");
        UnreadableDocument refusal =
                catchThrowableOfType(UnreadableDocument.class, () -> Documents.a44(file, "NO4", Resolution.PT15M));
        return "refused: " + refusal.reason();
    }

    private static List<PricePoint> spain(Resolution resolution) {
        return Documents.a44(switched(), "ES", resolution);
    }

    private static byte[] switched() {
        return SharedFiles.real("entsoe/A44_ES_2025-09-29..10-02_PT60M_to_PT15M_A03gaps.xml");
    }

    /** How many points a document states from the Period on that begins then, in this Period alone; all where none is named. */
    static String stated(byte[] document, String start) {
        String xml = new String(document, StandardCharsets.UTF_8);
        String part = xml;
        if (!start.isEmpty()) {
            int from = xml.indexOf("<start>" + start + "</start>", xml.indexOf("<Period>"));
            part = xml.substring(from, xml.indexOf("</Period>", from));
        }
        return String.valueOf(part.split("<Point>", -1).length - 1);
    }

    /** What a gap makes of the invoice. */
    static String status(Gap gap) {
        return gap.waits() ? "PROVISIONAL" : "issued, " + gap.filledBy();
    }

    private static List<PricePoint> november(String file) {
        return Documents.a44(SharedFiles.synthetic(file), "NO4", Resolution.PT15M);
    }

    private static Example megawatt(String file) {
        return new Example()
                .points(november(file))
                .kwhPerQuarter("2026-11-11T23:00:00Z", "2026-11-12T23:00:00Z", "250");
    }

    /** A flat megawatt under a document with a hole. */
    static Example holed() {
        return megawatt(WITH_HOLE);
    }

    private static Gap hole() {
        return holed().rated().getFirst().gaps().getFirst();
    }

    /** The energy of a gap. */
    static String unpriced(Gap gap) {
        return Example.kwh(BigDecimal.valueOf(gap.facilityMillijoules()).divide(BigDecimal.valueOf(3_600_000_000L)));
    }

    private static String nordic(String cell) {
        CsvForm form = new CsvForm(';', ',');
        return form.isAbsent(cell) ? "absent" : form.number(cell).orElseThrow().toPlainString();
    }

    private static List<PricePoint> tromso() {
        byte[] file = SharedFiles.real("nordpool/NO4_Tromso_2022-10-30_25H_nok_per_mwh.csv");
        return Documents.csv(file, "start_utc", "nok_per_mwh", Resolution.PT60M, EnergyUnit.MWH);
    }

    /** Prices of whole hours in kroner. */
    static Example hourly(List<PricePoint> points) {
        return new Example().currency("NOK").resolution(Resolution.PT60M).points(points);
    }

    private static String at(String currency, EnergyUnit unit, String price, String kwh) {
        return new Example()
                .currency(currency)
                .unit(unit)
                .prices(WINTER, price)
                .kwh(WINTER, kwh)
                .billed();
    }

    private static String quoted(String unit, String currency, String price) {
        BigDecimal main = QuotedUnit.of(unit).orElseThrow().toMain(new BigDecimal(price));
        return at(currency, EnergyUnit.KWH, main.toPlainString(), "1000");
    }

    private static String count(List<PricePoint> points) {
        return String.valueOf(points.size());
    }
}

package io.wattledger.pricing.rating;

import static io.wattledger.pricing.rating.PriceDocumentFigures.hourly;

import io.wattledger.pricing.Example;
import io.wattledger.pricing.SharedFiles;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.feed.Documents;
import io.wattledger.pricing.tariff.Collar.FloorScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Examples of whole files, R1 to R5: a flat megawatt in NO4. */
final class RealFileFigures {

    private static final String YEAR_START = "2023-12-31T23:00:00Z";
    private static final String YEAR_END = "2024-12-31T23:00:00Z";
    private static final String FIRST = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_100slots.xml";
    private static final String SECOND = "SYNTH_A44_NO4_2026-10-25_PT15M_A03_revision2.xml";

    private RealFileFigures() {}

    static Figures all() {
        return new Figures()
                .add(
                        "R1",
                        "hours of the year",
                        () -> String.valueOf(norway().stream()
                                .filter(point -> !point.start().isBefore(Instant.parse(YEAR_START))
                                        && point.start().isBefore(Instant.parse(YEAR_END)))
                                .count()))
                .add("R1", "the year", () -> megawatt(YEAR_START, YEAR_END).billed())
                .add("R1", "with a floor of zero", () -> floored().billed())
                .add(
                        "R1",
                        "what negative hours cost",
                        () -> difference(megawatt(YEAR_START, YEAR_END), floored()) + " NOK")
                .add(
                        "R3",
                        "31 March 2024",
                        () -> megawatt("2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z")
                                .billed())
                .add(
                        "R3",
                        "27 October 2024",
                        () -> megawatt("2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z")
                                .billed())
                .add(
                        "R3",
                        "30 March 2025",
                        () -> megawatt("2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z")
                                .billed())
                .add(
                        "R5",
                        "points of the first revision",
                        () -> PriceDocumentFigures.stated(SharedFiles.synthetic(FIRST), ""))
                .add(
                        "R5",
                        "slots of the first revision",
                        () -> String.valueOf(slots(FIRST).size()))
                .add("R5", "the first revision", () -> longDay(FIRST).billed())
                .add("R5", "the second revision", () -> longDay(SECOND).billed())
                .add("R5", "the correction", () -> difference(longDay(FIRST), longDay(SECOND)) + " EUR");
    }

    private static List<PricePoint> norway() {
        byte[] file = SharedFiles.real("norway/NO4_hourly_utc_2024-01-01..2025-09-01_nok_per_kwh_exclVAT.csv");
        return Documents.csv(file, "start_utc", "nok_per_kwh", Resolution.PT60M, EnergyUnit.KWH);
    }

    private static Example megawatt(String start, String end) {
        return hourly(norway()).unit(EnergyUnit.KWH).kwhPerQuarter(start, end, "250");
    }

    private static Example floored() {
        return megawatt(YEAR_START, YEAR_END).collar("0", FloorScope.INDEX, null, null);
    }

    private static List<PricePoint> slots(String file) {
        return Documents.a44(SharedFiles.synthetic(file), "NO4", Resolution.PT15M);
    }

    private static Example longDay(String file) {
        return new Example().points(slots(file)).kwhPerQuarter("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "250");
    }

    private static String difference(Example one, Example other) {
        return new BigDecimal(other.energyLine())
                .subtract(new BigDecimal(one.energyLine()))
                .toPlainString();
    }
}

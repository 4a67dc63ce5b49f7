package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;

/** Examples of corrections and rounding, C62 to C68. */
final class CorrectionFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";

    private CorrectionFigures() {}

    static Figures all() {
        return new Figures()
                .add("C62", "the old line", () -> at("85.00", "12000").billed())
                .add("C62", "the new line", () -> at("58.00", "12000").billed())
                .add("C62", "the correction", () -> correction(at("85.00", "12000"), at("58.00", "12000")))
                .add(
                        "C64",
                        "the difference of rounded lines",
                        () -> correction(at("10.004", "1000"), at("10.016", "1000")))
                .add("C65", "hold", () -> dayWithHole(null).billed())
                .add("C65", "hold leaves without a price", () -> PriceDocumentFigures.unpriced(held()))
                .add("C65", "the invoice on hold", () -> PriceDocumentFigures.status(held()))
                .add(
                        "C65",
                        "the invoice with the estimate",
                        () -> PriceDocumentFigures.status(
                                estimated().rated().getFirst().gaps().getFirst()))
                .add("C65", "estimate by the slot before", () -> estimated().billed())
                .add("C65", "the real price", () -> estimatedThenKnown().billed())
                .add("C65", "the correction of the estimate", () -> correction(estimated(), estimatedThenKnown()))
                .add("C67", "2976 quarters of 0.0049", () -> monthOfQuarters("0.0049"))
                .add("C67", "2976 quarters of 0.0051", () -> monthOfQuarters("0.0051"))
                .add("C68", "2.345", () -> at("2.345", "1000").billed())
                .add("C68", "-2.345", () -> at("-2.345", "1000").billed())
                .add("C68", "2.675", () -> at("2.675", "1000").billed());
    }

    private static Example at(String price, String kwh) {
        return new Example().prices(WINTER, price).kwh(WINTER, kwh);
    }

    /** The difference of the two lines, which is a line of its own. */
    static String correction(Example old, Example corrected) {
        return new BigDecimal(corrected.energyLine())
                        .subtract(new BigDecimal(old.energyLine()))
                        .toPlainString() + " EUR";
    }

    /** 100 kWh an hour: 22 hours at 40.00, one at 38.00, and the one after it without a price. */
    static Example dayWithHole(WhenMissing rule) {
        return new Example()
                .resolution(Resolution.PT60M)
                .whenMissing(rule)
                .flatPrice("2026-01-11T23:00:00Z", "2026-01-12T12:00:00Z", "40.00")
                .prices("2026-01-12T12:00:00Z", "38.00")
                .flatPrice("2026-01-12T14:00:00Z", "2026-01-12T23:00:00Z", "40.00")
                .kwhPerQuarter("2026-01-11T23:00:00Z", "2026-01-12T23:00:00Z", "25");
    }

    private static Gap held() {
        return dayWithHole(null).rated().getFirst().gaps().getFirst();
    }

    private static Example estimated() {
        return dayWithHole(new WhenMissing.SlotBefore());
    }

    /** The estimated day once the price of 44.00 has come. */
    static Example estimatedThenKnown() {
        return estimated().prices("2026-01-12T13:00:00Z", "44.00");
    }

    /** A January of 2976 quarter-hours, each of the same amount: 1 kWh at the amount per kWh. */
    private static String monthOfQuarters(String amount) {
        return new Example()
                .unit(EnergyUnit.KWH)
                .flatPrice("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", amount)
                .kwhPerQuarter("2025-12-31T23:00:00Z", "2026-01-31T23:00:00Z", "1")
                .billed();
    }
}

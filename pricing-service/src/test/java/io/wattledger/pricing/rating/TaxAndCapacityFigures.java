package io.wattledger.pricing.rating;

import io.wattledger.pricing.Example;
import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.CapacityCharge.Proration;
import io.wattledger.pricing.tariff.CapacityCharge.SiteCapacity;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.PeakDemand;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Examples of taxes and capacity, C42 to C48. */
final class TaxAndCapacityFigures {

    private TaxAndCapacityFigures() {}

    static Figures all() {
        return new Figures()
                .add("C42", "ordinary rate", () -> acrossTheChange("ordinary"))
                .add("C42", "reduced rate", () -> acrossTheChange("reduced"))
                .add("C43", "ordinary rate", () -> megawattMonth("ordinary"))
                .add("C43", "reduced rate", () -> megawattMonth("reduced"))
                .add("C45", "by days", () -> capacity(Proration.DAYS))
                .add("C45", "by months", () -> capacity(Proration.MONTHS))
                .add("C48", "mean of the three highest daily maxima", () -> peaks(3));
    }

    private static Example taxed(String taxClass) {
        return new Example()
                .currency("NOK")
                .taxClass("2020-01-01", taxClass)
                .components(new EnergyLevy(
                        "levy",
                        "Electricity tax",
                        "NO",
                        List.of(
                                rate("ordinary", "2024-01-01", "0.0951"),
                                rate("ordinary", "2024-04-01", "0.1644"),
                                rate("ordinary", "2026-01-01", "0.0713"),
                                rate("reduced", "2024-01-01", "0.0058"),
                                rate("reduced", "2026-01-01", "0.0060"))));
    }

    private static EnergyLevy.Rate rate(String taxClass, String from, String price) {
        return new EnergyLevy.Rate(taxClass, LocalDate.parse(from), new BigDecimal(price));
    }

    private static String acrossTheChange(String taxClass) {
        return taxed(taxClass)
                .kilowatts("2024-03-31T12:00:00Z", "2024-04-01T12:00:00Z", "100")
                .billed("levy");
    }

    /** 720,000 kWh in the 30 days of a month. */
    private static String megawattMonth(String taxClass) {
        return taxed(taxClass)
                .kwhPerQuarter("2026-05-31T22:00:00Z", "2026-06-30T22:00:00Z", "250")
                .billed("levy");
    }

    private static String capacity(Proration proration) {
        return new Example()
                .currency("NOK")
                .version("2022-01-01", capacityCharge("325", proration))
                .version("2022-04-01", capacityCharge("0", proration))
                .billed("capacity", Example.monthsOf("2022-01", 12));
    }

    private static CapacityCharge capacityCharge(String pricePerYear, Proration proration) {
        return new CapacityCharge(
                "capacity",
                "Capacity",
                List.of(new SiteCapacity("site", new BigDecimal("10000"), new BigDecimal(pricePerYear), null)),
                proration);
    }

    /** The charge for the mean of the highest maxima of so many days. */
    static String peaks(int days) {
        return new Example()
                .currency("NOK")
                .kilowatts("2026-01-03T10:00:00Z", "2026-01-03T11:00:00Z", "5210")
                .kilowatts("2026-01-03T11:00:00Z", "2026-01-03T12:00:00Z", "5180")
                .kilowatts("2026-01-09T10:00:00Z", "2026-01-09T11:00:00Z", "5150")
                .kilowatts("2026-01-17T10:00:00Z", "2026-01-17T11:00:00Z", "4990")
                .components(new PeakDemand(
                        "peak",
                        "Peak",
                        days,
                        60,
                        List.of(new PeakDemand.SitePeak("site", new BigDecimal("30.00"), null))))
                .billed("peak", "2026-01");
    }
}

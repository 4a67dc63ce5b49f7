package io.wattledger.pricing.rating;

import io.wattledger.pricing.Example;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.site.PueMethod;
import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.Collar.FloorScope;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.LocalHours;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.TimeOfUse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Examples of price formulas, C24 to C40. */
final class PriceFormulaFigures {

    private static final String WINTER = "2026-01-12T00:00:00Z";

    private PriceFormulaFigures() {}

    static Figures all() {
        return new Figures().addAll(indexes()).addAll(agreements()).addAll(fixedPrices());
    }

    private static Figures indexes() {
        return new Figures()
                .add("C24", "energy at the facility meter", () -> passThrough().facilityKwh())
                .add(
                        "C24",
                        "pass-through with margin and PUE",
                        () -> passThrough().billed())
                .add("C25", "negative prices passed on", () -> negative().billed())
                .add(
                        "C26",
                        "floor on the index",
                        () -> withMargin()
                                .collar("0", FloorScope.INDEX, null, null)
                                .billed())
                .add("C26", "no floor", () -> withMargin().billed())
                .add(
                        "C26",
                        "floor on index and margin",
                        () -> withMargin()
                                .collar("0", FloorScope.INDEX_AND_MARGIN, null, null)
                                .billed())
                .add("C28", "uncollared", () -> threePrices().billed())
                .add(
                        "C28",
                        "collar on each interval",
                        () -> threePrices().collar("20", null, "80", null).billed())
                .add(
                        "C29",
                        "the same collar on the average of the month",
                        () -> threePrices()
                                .components(new EnergyIndexMonth(
                                        "month",
                                        "Energy",
                                        List.of(new Example()
                                                .collar("20", null, "80", null)
                                                .siteIndex())))
                                .billed("month", "2026-01"))
                .add(
                        "C30",
                        "cap with shared excess",
                        () -> new Example()
                                .prices(WINTER, "120")
                                .kwh(WINTER, "500")
                                .collar(null, null, "80", "50")
                                .billed());
    }

    private static Figures agreements() {
        return new Figures()
                .add("C31", "a block taken or paid, surplus sold", PriceFormulaFigures::block)
                .add("C32", "the share under the agreement", () -> share().billed("ppa"))
                .add("C32", "the rest at spot", () -> share().billed("rest"))
                .add("C32", "both", () -> Example.line(share().amountOf("ppa").add(share().amountOf("rest"))) + " EUR");
    }

    private static Figures fixedPrices() {
        return new Figures()
                .add("C34", "a fixed price of IT energy", () -> fixed(EnergyMeasure.IT))
                .add("C34", "the same price of facility energy", () -> fixed(EnergyMeasure.FACILITY))
                .add(
                        "C35",
                        "a meter before the cooling",
                        () -> atFifty().pue("1").kwh(WINTER, "11000").billed())
                .add(
                        "C37",
                        "measured PUE under the cap of the contract",
                        () -> atFifty()
                                .pue(new PueMethod.MeasuredWithCap(new BigDecimal("1.27"), new BigDecimal("1.20")))
                                .kwh(WINTER, "10000")
                                .billed())
                .add(
                        "C37",
                        "uncapped",
                        () -> atFifty().pue("1.27").kwh(WINTER, "10000").billed())
                .add("C39", "a day of 24 hours", () -> dayAndNight("2026-01-11T23:00:00Z", 24))
                .add("C39", "a day of 23 hours", () -> dayAndNight("2026-03-28T23:00:00Z", 23))
                .add("C39", "a day of 25 hours", () -> dayAndNight("2026-10-24T22:00:00Z", 25))
                .add(
                        "C40",
                        "certificates of whole megawatt-hours",
                        () -> new Example()
                                .kwh(WINTER, "8432600")
                                .components(
                                        new Certificates("certificates", "Origin", new BigDecimal("0.60"), null, null))
                                .billed("certificates", "2026-01"));
    }

    private static Example passThrough() {
        return new Example().prices(WINTER, "45.00").pue("1.10").margin("2.50").kwh(WINTER, "8.400");
    }

    private static Example negative() {
        return new Example().prices(WINTER, "-5", "0", "12").kwh(WINTER, "1000", "1000", "1000");
    }

    private static Example withMargin() {
        return negative().margin("3.00");
    }

    private static Example threePrices() {
        return new Example().prices(WINTER, "10", "50", "120").kwh(WINTER, "500", "500", "500");
    }

    private static Example atFifty() {
        return new Example().prices(WINTER, "50");
    }

    /** Two hours: 3.0 MWh at 55 and 1.5 MWh at 20. */
    static Example twoHours() {
        return new Example()
                .resolution(Resolution.PT60M)
                .prices(WINTER, "55", "20")
                .kwhPerQuarter(WINTER, "2026-01-12T01:00:00Z", "750")
                .kwhPerQuarter("2026-01-12T01:00:00Z", "2026-01-12T02:00:00Z", "375");
    }

    /** Two megawatts at 38 under a price series that knows the two hours. */
    static PpaBlock blockOfTwoMegawatts() {
        return new PpaBlock(
                "block",
                "PPA",
                List.of(new PpaBlock.SiteBlock("site", new BigDecimal("2"), new BigDecimal("38"), "series", null)));
    }

    /** A block is of a whole month: what it costs in the hours that the example does not speak of is taken off. */
    private static String block() {
        BigDecimal restOfMonth = new BigDecimal(2 * 38 * (31 * 24 - 2));
        BigDecimal month = twoHours().components(blockOfTwoMegawatts()).amountOf("block", "2026-01");
        return Example.line(month.subtract(restOfMonth)) + " EUR";
    }

    private static Example share() {
        return twoHours()
                .components(
                        new PpaShare(
                                "ppa",
                                "PPA",
                                List.of(new PpaShare.SiteShare("site", new BigDecimal("70"), new BigDecimal("38")))),
                        new EnergyIndex(
                                "rest",
                                "Spot",
                                List.of(new Example().share("30").siteIndex())));
    }

    private static String fixed(EnergyMeasure measure) {
        var price = List.of(new FixedPerKwh.SitePrice("site", new BigDecimal("0.065"), null));
        return new Example()
                .pue("1.10")
                .kwh(WINTER, "10000")
                .components(new FixedPerKwh("fixed", "Energy", measure, null, price))
                .billed("fixed");
    }

    private static String dayAndNight(String start, int hours) {
        var bands = List.of(
                new TimeOfUse.Band(new LocalHours("06:00", "22:00", null, null), new BigDecimal("0.274")),
                new TimeOfUse.Band(null, new BigDecimal("0.174")));
        return new Example()
                .currency("NOK")
                .kwhPerQuarter(
                        start,
                        Instant.parse(start).plus(Duration.ofHours(hours)).toString(),
                        "25")
                .components(new TimeOfUse("tou", "Energy", null, null, List.of(new TimeOfUse.SiteBands("site", bands))))
                .billed("tou");
    }
}

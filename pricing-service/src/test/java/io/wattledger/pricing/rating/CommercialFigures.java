package io.wattledger.pricing.rating;

import static io.wattledger.pricing.Example.line;
import static io.wattledger.pricing.rating.CommercialMonth.sum;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.Example;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.CountedTime;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.Granularity;
import io.wattledger.pricing.tariff.MinimumCharge;
import io.wattledger.pricing.tariff.Support;
import io.wattledger.pricing.tariff.Tiers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Examples of commercial price models, C70 to C77. */
final class CommercialFigures {

    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private CommercialFigures() {}

    static Figures all() {
        return new Figures()
                .add("C70", "the first site", () -> billed(moved(), charge -> true, "glomfjord"))
                .add("C70", "the second site", () -> billed(moved(), charge -> true, "narvik"))
                .add("C70", "both", () -> billed(moved(), charge -> true))
                .add("C71", "graduated over all sites", () -> tiers(Tiers.Mode.GRADUATED, null))
                .add("C71", "share of Glomfjord", () -> share("glomfjord"))
                .add("C71", "share of Narvik", () -> share("narvik"))
                .add("C71", "share of Loughton", () -> share("loughton"))
                .add("C71", "tiers of each site", () -> tiers(Tiers.Mode.GRADUATED, true))
                .add("C71", "by volume", () -> tiers(Tiers.Mode.VOLUME, null))
                .add("C73", "the bill without the shortfall", CommercialFigures::beforeTheShortfall)
                .add("C73", "what the commitment lacks", () -> committed().billed("minimum", "2026-01"))
                .add("C75", "support on its named base", () -> supported().billed("support", "2026-01"))
                .add("C77", "each second", () -> started(Granularity.Step.SECOND))
                .add("C77", "each started minute", () -> started(Granularity.Step.MINUTE))
                .add("C77", "each started hour", () -> started(Granularity.Step.HOUR));
    }

    private static BigDecimal dec(String value) {
        return new BigDecimal(value);
    }

    private static String billed(List<RatedUsage> rated, Predicate<Charge> which) {
        return line(sum(rated, which)) + " " + rated.getFirst().currency();
    }

    private static String billed(List<RatedUsage> rated, Predicate<Charge> which, String site) {
        return billed(rated.stream().filter(one -> one.site().equals(site)).toList(), which);
    }

    /** A list price for one GPU-hour of h100 at any site. */
    static GpuHour list(String price) {
        return new GpuHour("gpu", "GPU", List.of(new GpuHour.Price("h100", null, dec(price))));
    }

    private static List<RatedUsage> moved() {
        GpuHour prices = new GpuHour(
                "gpu",
                "GPU",
                List.of(
                        new GpuHour.Price("h100", "glomfjord", dec("2.10")),
                        new GpuHour.Price("h100", "narvik", dec("2.25"))));
        return new CommercialMonth()
                .tariff(prices)
                .gpus("glomfjord", "2026-02-28T23:00:00Z", "2026-03-16T08:00:00Z", 64)
                .gpus("narvik", "2026-03-16T08:00:00Z", "2026-03-31T22:00:00Z", 64)
                .rated();
    }

    /** 2.40 up to 50,000 hours, 2.20 up to 150,000, 2.00 above. */
    static Tiers threeTiers(Tiers.Mode mode, Boolean perSite) {
        return new Tiers(
                "tiers",
                "GPU",
                new CountedTime(List.of("h100"), null, perSite),
                mode,
                List.of(
                        new Tiers.Tier(dec("50000"), dec("2.40")),
                        new Tiers.Tier(dec("150000"), dec("2.20")),
                        new Tiers.Tier(null, dec("2.00"))));
    }

    /** 180,000 GPU-hours over three sites. */
    static CommercialMonth threeSites() {
        return new CommercialMonth()
                .hours("glomfjord", 60_000)
                .hours("narvik", 80_000)
                .hours("loughton", 40_000);
    }

    private static String tiers(Tiers.Mode mode, Boolean perSite) {
        return billed(
                threeSites().tariff(threeTiers(mode, perSite)).rated(),
                charge -> charge.component().equals("tiers"));
    }

    private static String share(String site) {
        return billed(
                threeSites().tariff(threeTiers(Tiers.Mode.GRADUATED, null)).rated(),
                charge -> site.equals(charge.site()));
    }

    /** A bill of GPU time, storage and energy: each is what a quarter-hour costs of one GPU that used a MWh. */
    private static Example bill(String gpu, String storage, String energy, Component... more) {
        List<Component> components = new ArrayList<>();
        components.add(perQuarter("gpu", gpu));
        components.add(perQuarter("storage", storage));
        components.add(new EnergyIndex("energy", "Energy", List.of(new Example().siteIndex())));
        components.addAll(List.of(more));
        return new Example()
                .prices("2026-01-12T00:00:00Z", energy)
                .kwh("2026-01-12T00:00:00Z", "1000")
                .components(components.toArray(Component[]::new));
    }

    private static GpuHour perQuarter(String component, String amount) {
        return new GpuHour(
                component,
                component,
                List.of(new GpuHour.Price("sku", null, dec(amount).multiply(dec("4")))));
    }

    /** Energy is on the bill and does not count: the base names GPU time alone. */
    private static Example committed() {
        return bill(
                "91250.40", "0", "12000", new MinimumCharge("minimum", "Commitment", List.of("gpu"), dec("100000")));
    }

    private static String beforeTheShortfall() {
        Example bill = committed();
        BigDecimal sum = bill.amountOf("gpu").add(bill.amountOf("storage")).add(bill.amountOf("energy"));
        return line(sum) + " EUR";
    }

    private static Example supported() {
        return bill("100000", "5000", "20000", new Support("support", "Support", List.of("gpu", "storage"), dec("8")));
    }

    /** 47 minutes and 13 seconds at 3.60 an hour. */
    private static String started(Granularity.Step step) {
        GpuHour gpu = new GpuHour(
                "gpu",
                "GPU",
                List.of(new GpuHour.Price("h100", null, dec("3.60"))),
                new Granularity(step, Granularity.Base.PERIOD, null));
        List<RatedUsage> rated = new CommercialMonth()
                .tariff(gpu)
                .use("p", "narvik", "h100", NOON, 2_833_000)
                .rated();
        return billed(rated, charge -> true);
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.IndexUse;
import io.wattledger.pricing.tariff.Mention;
import io.wattledger.pricing.tariff.PercentComponent;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the charges of a component of the month come about: its terms, all use that it could count, the charges that it is made
 * from, and the prices that it reads. The charges are made by the engine that rates.
 *
 * @param terms the component in the form of the catalog, as it is negotiated where the month begins
 * @param charges what is charged to the project, each part by quantity and unit price
 * @param use of the contract in the part of the month, by local day of the site, project, site and SKU
 * @param madeFrom what the components come to that it names, as far as this charge is made from them; empty where it names none
 * @param prices of the indices that it reads, quarter-hour by quarter-hour; empty where it reads none
 */
public record MonthExplanation(
        Component terms, List<Charge> charges, List<DayUse> use, List<NamedSum> madeFrom, List<IndexPrice> prices) {

    /**
     * What was used on a day.
     *
     * @param day local day of the site
     * @param milliGpuSeconds GPU time
     * @param itMillijoules IT energy, measured and modelled, exact
     */
    public record DayUse(
            LocalDate day, String project, String site, String sku, long milliGpuSeconds, BigDecimal itMillijoules) {}

    /**
     * What a component has charged in the part of the month, over all projects.
     *
     * @param amount unrounded
     */
    public record NamedSum(String component, BigDecimal amount) {}

    /**
     * The price of an index in a quarter-hour.
     *
     * @param perMwh in the tariff's currency; absent where there is none
     * @param missing what is missing, stood in for or only preliminary; absent where nothing is
     * @param documents SHA-256 (hex) of the documents that state it, or what stands in for it
     * @param filledBy what stands in for what is missing, as a gap says it; absent where nothing does
     */
    public record IndexPrice(
            String site,
            String series,
            Instant start,
            @Nullable BigDecimal perMwh,
            @Nullable String missing,
            List<String> documents,
            @Nullable String filledBy) {}

    /** Copies the lists. */
    public MonthExplanation {
        charges = List.copyOf(charges);
        use = List.copyOf(use);
        madeFrom = List.copyOf(madeFrom);
        prices = List.copyOf(prices);
    }

    /** Explains what a component has charged to a project in a part of a month, after the components before it. */
    static MonthExplanation of(MonthPart part, Component component, List<Charge> charges, EarlierCharges earlier) {
        return new MonthExplanation(
                component, charges, use(part), madeFrom(component, earlier), prices(part, component));
    }

    private static List<DayUse> use(MonthPart part) {
        List<DayUse> use = new ArrayList<>();
        for (ProjectLoad load : part.projectLoads()) {
            Site site = part.site(load.site());
            Sku sku = part.skus().get(load.sku());
            SortedMap<LocalDate, DayUse> days = new TreeMap<>();
            for (SlotUsage slot : load.slots()) {
                DayUse one = new DayUse(
                        site.dayOf(slot.start()),
                        load.project(),
                        load.site(),
                        load.sku(),
                        slot.milliGpuSeconds(),
                        sku == null ? BigDecimal.ZERO : slot.itMillijoules(sku));
                days.merge(one.day(), one, MonthExplanation::together);
            }
            use.addAll(days.values());
        }
        return use;
    }

    private static DayUse together(DayUse one, DayUse other) {
        return new DayUse(
                one.day(),
                one.project(),
                one.site(),
                one.sku(),
                Math.addExact(one.milliGpuSeconds(), other.milliGpuSeconds()),
                one.itMillijoules().add(other.itMillijoules()));
    }

    private static List<NamedSum> madeFrom(Component component, EarlierCharges earlier) {
        List<NamedSum> sums = new ArrayList<>();
        for (Mention mention : component.mentions()) {
            if (mention.what() == Mention.What.EARLIER_COMPONENT) {
                // A percentage of charges by the day is charged by the day as well, so the month's is of its own alone.
                List<String> base = List.of(mention.id());
                BigDecimal sum = (component instanceof PercentComponent ? earlier.ofMonth(base) : earlier.of(base))
                        .stream().map(one -> one.charge().amount()).reduce(BigDecimal.ZERO, BigDecimal::add);
                sums.add(new NamedSum(mention.id(), Exact.normal(sum)));
            }
        }
        return sums;
    }

    private static List<IndexPrice> prices(MonthPart part, Component component) {
        List<IndexPrice> prices = new ArrayList<>();
        for (IndexUse index : component.indexUses()) {
            Interval interval = part.intervalAt(part.site(index.site()));
            for (Instant at = interval.start(); at.isBefore(interval.end()); at = at.plus(Slot.LENGTH)) {
                SlotPrice price = EnergyIndexPrice.index(
                        part.quotes(), index.series(), index.exchangeRate(), whenMissing(component, index), at);
                prices.add(
                        switch (price) {
                            case SlotPrice.Known known ->
                                new IndexPrice(
                                        index.site(),
                                        index.series(),
                                        at,
                                        known.perMwh(),
                                        known.missing(),
                                        known.documents(),
                                        known.filledBy());
                            case SlotPrice.Missing missing ->
                                new IndexPrice(index.site(), index.series(), at, null, missing.name(), List.of(), null);
                        });
            }
        }
        return prices;
    }

    /** What the component says about a missing price; of the month only the average of an index says anything. */
    private static @Nullable WhenMissing whenMissing(Component component, IndexUse use) {
        return component instanceof EnergyIndexMonth month
                ? month.sites().stream()
                        .filter(index -> index.site().equals(use.site()))
                        .map(SiteIndex::whenMissing)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}

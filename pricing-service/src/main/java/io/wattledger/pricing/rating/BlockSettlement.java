package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.tariff.Component;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Energy that was bought ahead against energy that was used, price slot by price slot: what is used above it is bought at
 * the spot price, what is left of it is sold at the spot price. {@code bought × price + (used − bought) × spot}, in parts
 * that can be seen on the invoice.
 */
final class BlockSettlement {

    /** One megawatt over a quarter-hour. */
    private static final BigDecimal MILLIJOULES_PER_MW_SLOT =
            BigDecimal.valueOf(1_000_000_000L).multiply(BigDecimal.valueOf(Slot.LENGTH.toSeconds()));

    private final Component component;
    private final Spot spot;
    private final SiteEnergy energy;
    private final GapRuns gaps;
    private final SortedSet<String> spotDocuments = new TreeSet<>();
    private final SortedSet<String> boughtDocuments = new TreeSet<>();
    private BigDecimal bought = BigDecimal.ZERO;
    private BigDecimal above = BigDecimal.ZERO;
    private BigDecimal aboveCost = BigDecimal.ZERO;
    private BigDecimal left = BigDecimal.ZERO;
    private BigDecimal leftCost = BigDecimal.ZERO;

    BlockSettlement(Component component, Spot spot, SiteEnergy energy) {
        this.component = component;
        this.spot = spot;
        this.energy = energy;
        this.gaps = new GapRuns(component.id());
    }

    /**
     * Where the rest is bought and sold.
     *
     * @param quotes prices and rates as known
     * @param series id of the price series
     * @param exchangeRate id of the exchange rate; absent for none
     */
    record Spot(Quotes quotes, String series, @Nullable String exchangeRate) {

        /** The start of the price slot in which {@code instant} lies. */
        Instant slotStart(Instant instant) {
            KnownPrices prices = quotes.prices().get(series);
            Resolution resolution =
                    prices == null ? Resolution.PT15M : prices.series().resolution();
            return resolution.slotStart(instant);
        }

        SlotPrice at(Instant instant) {
            return EnergyIndexPrice.index(quotes, series, exchangeRate, instant);
        }
    }

    /**
     * Settles a stretch.
     *
     * @param start its first quarter-hour
     * @param end first instant after it
     * @param megawatts what was bought, by the start of a quarter-hour; missing where that is not known
     */
    void settle(Instant start, Instant end, Function<Instant, SlotPrice> megawatts) {
        SortedMap<Instant, List<Instant>> priceSlots = new TreeMap<>();
        for (Instant at = start; at.isBefore(end); at = at.plus(Slot.LENGTH)) {
            priceSlots
                    .computeIfAbsent(spot.slotStart(at), slot -> new ArrayList<>())
                    .add(at);
        }
        priceSlots.values().forEach(slots -> settle(slots, megawatts));
    }

    private void settle(List<Instant> slots, Function<Instant, SlotPrice> megawatts) {
        BigDecimal used = BigDecimal.ZERO;
        BigDecimal block = BigDecimal.ZERO;
        String missing = null;
        SlotPrice.Known standIn = null;
        for (Instant slot : slots) {
            used = used.add(energy.bySlot().getOrDefault(slot, BigDecimal.ZERO));
            missing = energy.lacksPue(slot) ? "PUE of " + energy.site().id() : missing;
            switch (megawatts.apply(slot)) {
                case SlotPrice.Known power -> {
                    block = block.add(power.perMwh().multiply(MILLIJOULES_PER_MW_SLOT));
                    boughtDocuments.addAll(power.documents());
                    standIn = power.missing() == null ? standIn : power;
                }
                case SlotPrice.Missing power -> missing = power.name();
            }
        }
        if (missing != null) {
            gap(slots, missing, used, null);
            return;
        }
        if (standIn != null) {
            gap(slots, standIn.missing(), used, standIn.filledBy());
        }
        bought = bought.add(block);
        BigDecimal rest = used.subtract(block);
        if (rest.signum() != 0) {
            switch (spot.at(slots.getFirst())) {
                case SlotPrice.Missing price -> gap(slots, price.name(), rest.max(BigDecimal.ZERO), null);
                case SlotPrice.Known price -> {
                    gap(slots, price.missing(), rest.max(BigDecimal.ZERO), price.filledBy());
                    rest(rest, price);
                }
            }
        }
    }

    private void rest(BigDecimal rest, SlotPrice.Known price) {
        spotDocuments.addAll(price.documents());
        BigDecimal cost = rest.multiply(price.perMwh());
        if (rest.signum() > 0) {
            above = above.add(rest);
            aboveCost = aboveCost.add(cost);
        } else {
            left = left.subtract(rest);
            leftCost = leftCost.add(cost);
        }
    }

    /** The energy is shown with the first quarter-hour; all of them become one gap, and none where nothing is missing. */
    private void gap(List<Instant> slots, @Nullable String missing, BigDecimal millijoules, @Nullable String filledBy) {
        if (missing == null) {
            return;
        }
        BigDecimal shown = millijoules;
        for (Instant slot : slots) {
            gaps.add(energy.timeIn(slot), missing, shown, filledBy);
            shown = BigDecimal.ZERO;
        }
    }

    /** The charges of the parts, shared out to the projects. */
    MonthCharges result(BigDecimal pricePerMwh) {
        List<String> documents = List.copyOf(spotDocuments);
        List<MonthCharges.ProjectCharge> charges = new ArrayList<>();
        charges.addAll(energy.share(
                component,
                new SiteEnergy.Whole(
                        "block",
                        ChargeKind.ENERGY,
                        kilowattHours(bought),
                        ChargeUnit.FACILITY_KWH,
                        Exact.normal(pricePerMwh.scaleByPowerOfTen(-3)),
                        Exact.divide(bought.multiply(pricePerMwh), Exact.MILLIJOULES_PER_MWH),
                        List.copyOf(boughtDocuments))));
        if (above.signum() > 0) {
            charges.addAll(energy.share(component, spotPart("above", ChargeKind.ENERGY, above, aboveCost, documents)));
        }
        if (left.signum() > 0) {
            charges.addAll(
                    energy.share(component, spotPart(Charge.SURPLUS, ChargeKind.CREDIT, left, leftCost, documents)));
        }
        List<ProjectGap> open = SiteEnergy.gaps(gaps.gaps());
        return new MonthCharges(charges, open);
    }

    private static SiteEnergy.Whole spotPart(
            String part, ChargeKind kind, BigDecimal millijoules, BigDecimal cost, List<String> documents) {
        return new SiteEnergy.Whole(
                part,
                kind,
                kilowattHours(millijoules),
                ChargeUnit.FACILITY_KWH,
                null,
                Exact.divide(cost, Exact.MILLIJOULES_PER_MWH),
                documents);
    }

    private static BigDecimal kilowattHours(BigDecimal millijoules) {
        return Exact.divide(millijoules, Exact.MILLIJOULES_PER_KWH);
    }
}

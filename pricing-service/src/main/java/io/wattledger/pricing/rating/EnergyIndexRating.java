package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.energy.ExchangeRate.Direction;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndex.SiteIndex;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Facility energy at an index price: {@code Σ IT energy × PUE × (index × exchange rate + margin)}. All sums are exact
 * and are divided once at the end. A slot without a price, or without a rate where one is needed, is a gap and takes no
 * margin either.
 */
final class EnergyIndexRating {

    private final EnergyIndex component;
    private final Terms terms;
    private final SiteIndex index;
    private final BigDecimal pue;
    private final GapRuns gaps;
    private final SortedSet<String> documents = new TreeSet<>();

    /** Of the priced slots, in millijoules. */
    private BigDecimal itEnergy = BigDecimal.ZERO;

    private BigDecimal estimatedEnergy = BigDecimal.ZERO;
    /** Millijoules times price per MWh in the tariff's currency, still before PUE. */
    private BigDecimal cost = BigDecimal.ZERO;
    /** Millijoules times price per MWh in the foreign currency, by the rate that each sum is to be divided by. */
    private final Map<BigDecimal, BigDecimal> costByDivisor = new TreeMap<>();

    private EnergyIndexRating(EnergyIndex component, Terms terms, SiteIndex index, BigDecimal pue) {
        this.component = component;
        this.terms = terms;
        this.index = index;
        this.pue = pue;
        this.gaps = new GapRuns(component.id());
    }

    static ComponentCharges rate(EnergyIndex component, List<SlotUsage> slots, Terms terms) {
        Optional<SiteIndex> index = component.indexOf(terms.site().id());
        if (index.isEmpty()) {
            return unpriced(
                    component,
                    slots,
                    terms,
                    "energy price at " + terms.site().id() + " in tariff "
                            + terms.tariff().id());
        }
        Optional<BigDecimal> pue = terms.pue();
        if (pue.isEmpty()) {
            return unpriced(component, slots, terms, "PUE of " + terms.site().id());
        }
        EnergyIndexRating rating = new EnergyIndexRating(component, terms, index.get(), pue.get());
        rating.addAll(slots);
        return rating.result();
    }

    /** All slots as gaps. Where not even the PUE is known, the energy shown is that of the IT, the least it can be. */
    private static ComponentCharges unpriced(
            EnergyIndex component, List<SlotUsage> slots, Terms terms, String missing) {
        BigDecimal pue = terms.pue().orElse(BigDecimal.ONE);
        GapRuns gaps = new GapRuns(component.id());
        slots.forEach(
                slot -> gaps.add(slot, missing, slot.itMillijoules(terms.sku()).multiply(pue)));
        return new ComponentCharges(
                charge(component, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, new TreeSet<>()),
                gaps.gaps());
    }

    private void addAll(List<SlotUsage> slots) {
        KnownPrices prices = terms.quotes().prices().get(index.series());
        for (SlotUsage slot : slots) {
            Optional<StatedPrice> price = prices == null ? Optional.empty() : prices.at(slot.start());
            if (price.isEmpty()) {
                gap(slot, index.series());
            } else if (index.exchangeRate() == null) {
                cost = cost.add(energyOf(slot).multiply(perMwh(price.get())));
                add(slot, price.get());
            } else {
                addExchanged(slot, price.get(), index.exchangeRate());
            }
        }
    }

    private void addExchanged(SlotUsage slot, StatedPrice price, String exchangeRate) {
        KnownRates rates = terms.quotes().rates().get(exchangeRate);
        KnownPrices prices = terms.quotes().prices().get(index.series());
        if (rates == null || prices == null) {
            gap(slot, exchangeRate);
            return;
        }
        // The delivery day is that of the zone where the energy is traded, not that of the site.
        Optional<StatedRate> rate = rates.on(deliveryDay(slot.start(), prices));
        if (rate.isEmpty()) {
            gap(slot, exchangeRate);
            return;
        }
        Direction direction = rates.exchangeRate().directionFrom(prices.series().currency());
        BigDecimal foreign = energyOf(slot).multiply(perMwh(price));
        switch (direction) {
            case BASE_TO_QUOTE -> cost = cost.add(foreign.multiply(rate.get().rate()));
            case QUOTE_TO_BASE -> costByDivisor.merge(rate.get().rate(), foreign, BigDecimal::add);
        }
        documents.add(rate.get().document());
        add(slot, price);
    }

    private void add(SlotUsage slot, StatedPrice price) {
        itEnergy = itEnergy.add(energyOf(slot));
        estimatedEnergy = estimatedEnergy.add(slot.estimatedMillijoules(terms.sku()));
        documents.add(price.document());
    }

    private void gap(SlotUsage slot, String missing) {
        gaps.add(slot, missing, energyOf(slot).multiply(pue));
    }

    private BigDecimal energyOf(SlotUsage slot) {
        return slot.itMillijoules(terms.sku());
    }

    private static BigDecimal perMwh(StatedPrice price) {
        return price.price().perMwh().value();
    }

    private static LocalDate deliveryDay(Instant start, KnownPrices prices) {
        return start.atZone(prices.series().timeZone()).toLocalDate();
    }

    private ComponentCharges result() {
        BigDecimal withMargin = cost.add(itEnergy.multiply(index.margin().value()));
        BigDecimal amount = Exact.divide(withMargin.multiply(pue), Exact.MILLIJOULES_PER_MWH);
        for (Map.Entry<BigDecimal, BigDecimal> part : costByDivisor.entrySet()) {
            BigDecimal divisor = part.getKey().multiply(Exact.MILLIJOULES_PER_MWH);
            amount = amount.add(Exact.divide(part.getValue().multiply(pue), divisor));
        }
        BigDecimal facilityKwh = Exact.divide(itEnergy.multiply(pue), Exact.MILLIJOULES_PER_KWH);
        return new ComponentCharges(
                charge(component, facilityKwh, Exact.normal(amount), itEnergy, estimatedEnergy, documents),
                gaps.gaps());
    }

    private static Charge charge(
            EnergyIndex component,
            BigDecimal facilityKwh,
            BigDecimal amount,
            BigDecimal itMillijoules,
            BigDecimal estimatedMillijoules,
            SortedSet<String> documents) {
        return new Charge(
                component.id(),
                ChargeKind.ENERGY,
                component.description(),
                facilityKwh,
                ChargeUnit.FACILITY_KWH,
                null,
                amount,
                wholeMillijoules(itMillijoules),
                wholeMillijoules(estimatedMillijoules),
                List.copyOf(documents));
    }

    /** For show only: amounts are made from the exact energy. */
    private static long wholeMillijoules(BigDecimal exact) {
        return exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.pricing.energy.ExchangeRate.Direction;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.tariff.Collar;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.SiteIndex;
import io.wattledger.pricing.tariff.WhenMissing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price of an index: {@code index × exchange rate}, inside the limits, plus the margin. Without a price or a rate there
 * is no margin either, unless the contract says what stands in for the index.
 */
final class EnergyIndexPrice {

    private static final String SLOT_BEFORE = "slot-before";
    private static final String FIXED = "fixed";

    private EnergyIndexPrice() {}

    /** The price at {@code start}, at the site and on the day of {@code terms}. */
    static SlotPrice at(EnergyIndex component, Terms terms, Instant start) {
        Optional<SiteIndex> index = component.indexOf(terms.site().id());
        if (index.isEmpty()) {
            return FixedPrice.none(terms);
        }
        SiteIndex site = index.get();
        return index(terms.quotes(), site.series(), site.exchangeRate(), site.whenMissing(), start)
                .with(perMwh -> limited(site, perMwh));
    }

    /** What an index comes to at a site: inside the limits, with the margin. */
    static BigDecimal limited(SiteIndex site, BigDecimal index) {
        Collar collar = site.collar();
        if (collar == null) {
            return index.add(site.margin());
        }
        BigDecimal limited = index;
        BigDecimal cap = collar.capPerMwh();
        if (cap != null && index.compareTo(cap) > 0) {
            BigDecimal passedOn = collar.excessPercent() == null
                    ? BigDecimal.ZERO
                    : index.subtract(cap).multiply(collar.excessPercent()).movePointLeft(2);
            limited = cap.add(passedOn);
        }
        BigDecimal floor = collar.floorPerMwh();
        if (floor == null) {
            return limited.add(site.margin());
        }
        return switch (collar.scope()) {
            case INDEX -> limited.max(floor).add(site.margin());
            case INDEX_AND_MARGIN -> limited.add(site.margin()).max(floor);
        };
    }

    /** The index in the tariff's currency, or what the contract says stands in for it. */
    static SlotPrice index(
            Quotes quotes,
            String series,
            @Nullable String exchangeRate,
            @Nullable WhenMissing whenMissing,
            Instant start) {
        SlotPrice price = index(quotes, series, exchangeRate, start);
        if (!(price instanceof SlotPrice.Missing missing) || whenMissing == null) {
            return price;
        }
        return switch (whenMissing) {
            case WhenMissing.Hold hold -> price;
            case WhenMissing.Fixed fixed -> new SlotPrice.Known(fixed.pricePerMwh(), List.of(), missing.name(), FIXED);
            case WhenMissing.SlotBefore before -> slotBefore(quotes, series, exchangeRate, missing, start);
        };
    }

    private static SlotPrice slotBefore(
            Quotes quotes, String series, @Nullable String exchangeRate, SlotPrice.Missing missing, Instant start) {
        KnownPrices prices = quotes.prices().get(series);
        if (prices == null) {
            return missing;
        }
        Resolution resolution = prices.series().resolution();
        Instant oldest = start.minus(WhenMissing.OLDEST_BEFORE);
        for (Instant at = resolution.slotStart(start).minus(resolution.length());
                !at.isBefore(oldest);
                at = at.minus(resolution.length())) {
            if (index(quotes, series, exchangeRate, at) instanceof SlotPrice.Known known) {
                return new SlotPrice.Known(known.perMwh(), known.documents(), missing.name(), SLOT_BEFORE);
            }
        }
        return missing;
    }

    /** The index itself in the tariff's currency. */
    static SlotPrice index(Quotes quotes, String series, @Nullable String exchangeRate, Instant start) {
        KnownPrices prices = quotes.prices().get(series);
        Optional<StatedPrice> price = prices == null ? Optional.empty() : prices.at(start);
        if (prices == null || price.isEmpty()) {
            return new SlotPrice.Missing(series);
        }
        BigDecimal perMwh = price.get().price().perMwh().value();
        boolean isTold = price.get().state() == ValueState.PRELIMINARY && quotes.holds(RatingRule.PRELIMINARY_IS_TOLD);
        if (exchangeRate == null) {
            return known(perMwh, List.of(price.get().document()), isTold ? series : null);
        }
        KnownRates rates = quotes.rates().get(exchangeRate);
        // The delivery day is that of the zone where the energy is traded, not that of the site.
        LocalDate deliveryDay = start.atZone(prices.series().timeZone()).toLocalDate();
        Optional<StatedRate> rate = rates == null ? Optional.empty() : rates.on(deliveryDay);
        if (rates == null || rate.isEmpty()) {
            return new SlotPrice.Missing(exchangeRate);
        }
        Direction direction = rates.exchangeRate().directionFrom(prices.series().currency());
        BigDecimal exchanged =
                switch (direction) {
                    case BASE_TO_QUOTE -> perMwh.multiply(rate.get().rate());
                    case QUOTE_TO_BASE -> Exact.divide(perMwh, rate.get().rate());
                };
        return known(exchanged, List.of(price.get().document(), rate.get().document()), isTold ? series : null);
    }

    /** A price; of {@code preliminary}, the name of a series, its publisher has not stated the final one. */
    private static SlotPrice known(BigDecimal perMwh, List<String> documents, @Nullable String preliminary) {
        return new SlotPrice.Known(perMwh, documents, preliminary, preliminary == null ? null : Gap.PRELIMINARY);
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.pricing.energy.ExchangeRate.Direction;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyIndex.SiteIndex;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The price of an index: {@code index × exchange rate + margin}. Without a price or a rate there is no margin either. */
final class EnergyIndexPrice {

    private EnergyIndexPrice() {}

    /** The price at {@code start}, at the site and on the day of {@code terms}. */
    static SlotPrice at(EnergyIndex component, Terms terms, Instant start) {
        Optional<SiteIndex> index = component.indexOf(terms.site().id());
        if (index.isEmpty()) {
            return new SlotPrice.Missing("energy price at " + terms.site().id() + " in tariff "
                    + terms.tariff().id());
        }
        SlotPrice price =
                index(terms.quotes(), index.get().series(), index.get().exchangeRate(), start);
        return price.plus(index.get().margin());
    }

    /** The index itself in the tariff's currency. */
    static SlotPrice index(Quotes quotes, String series, @Nullable String exchangeRate, Instant start) {
        KnownPrices prices = quotes.prices().get(series);
        Optional<StatedPrice> price = prices == null ? Optional.empty() : prices.at(start);
        if (prices == null || price.isEmpty()) {
            return new SlotPrice.Missing(series);
        }
        BigDecimal perMwh = price.get().price().perMwh().value();
        if (exchangeRate == null) {
            return SlotPrice.Known.of(perMwh, List.of(price.get().document()));
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
        return SlotPrice.Known.of(
                exchanged, List.of(price.get().document(), rate.get().document()));
    }
}

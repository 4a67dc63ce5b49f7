package io.wattledger.pricing.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A price that is the same in every slot, and the want of one. */
final class FixedPrice {

    private FixedPrice() {}

    static SlotPrice perMwh(Optional<BigDecimal> price, Terms terms) {
        return price.<SlotPrice>map(one -> SlotPrice.Known.of(one, List.of())).orElseGet(() -> none(terms));
    }

    static SlotPrice perKwh(Optional<BigDecimal> price, Terms terms) {
        return perMwh(price.map(one -> one.scaleByPowerOfTen(3)), terms);
    }

    /** No component has a price for energy at the site of {@code terms}. */
    static SlotPrice none(Terms terms) {
        return new SlotPrice.Missing("energy price at " + terms.site().id() + " in tariff "
                + terms.tariff().id());
    }
}

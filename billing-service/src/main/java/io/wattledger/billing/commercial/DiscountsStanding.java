package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What discounts have taken until an issued month is corrected.
 *
 * @param all of all months, by the id of the discount; of those that are taken as far as other months leave of their caps
 * @param ofMonth of the month that is corrected, by all its documents so far
 */
public record DiscountsStanding(SortedMap<String, BigDecimal> all, SortedMap<String, Money> ofMonth) {

    /** Copies the maps. */
    public DiscountsStanding {
        all = new TreeMap<>(all);
        ofMonth = new TreeMap<>(ofMonth);
    }

    /** The same once other months have taken so much more, by the ids of the discounts; below zero where they have given back. */
    public DiscountsStanding after(Map<String, BigDecimal> more) {
        SortedMap<String, BigDecimal> then = new TreeMap<>(all);
        more.forEach((id, taken) -> then.merge(id, taken, BigDecimal::add));
        return new DiscountsStanding(then, ofMonth);
    }

    /**
     * What other months have taken of a discount, as far as it concerns this one: they may have gone beyond the cap by later
     * terms, and what this month has stays its own.
     */
    BigDecimal others(Discount discount) {
        Money own = ofMonth.get(discount.id());
        BigDecimal ofOthers = own == null ? taken(discount) : taken(discount).subtract(own.amount());
        BigDecimal cap = discount.cap();
        BigDecimal most = cap == null || own == null ? cap : cap.subtract(own.amount());
        return (most == null ? ofOthers : ofOthers.min(most)).max(BigDecimal.ZERO);
    }

    private BigDecimal taken(Discount discount) {
        return all.getOrDefault(discount.id(), BigDecimal.ZERO);
    }
}

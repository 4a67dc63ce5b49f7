package io.wattledger.billing.contract;

import java.math.BigDecimal;

/** How much a discount takes off. */
public sealed interface Reduction {

    /**
     * A part of each line.
     *
     * @param percent above 0 and at most 100
     */
    record PerCent(BigDecimal percent) implements Reduction {}

    /**
     * The same amount in each month, off all lines together.
     *
     * @param perMonth above zero, in the currency of the contracts
     */
    record Amount(BigDecimal perMonth) implements Reduction {}
}

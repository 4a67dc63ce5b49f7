package io.wattledger.pricing.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Shares an amount out by weights so that the parts add up to it exactly: the largest takes what division leaves over. */
final class Shares {

    private Shares() {}

    /**
     * The parts of {@code whole}, in the order of the weights.
     *
     * @param weights 0 or more each; where all are 0 the first part is the whole
     */
    static List<BigDecimal> of(BigDecimal whole, List<BigDecimal> weights) {
        BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> parts = new ArrayList<>();
        BigDecimal given = BigDecimal.ZERO;
        int largest = 0;
        for (int index = 0; index < weights.size(); index++) {
            BigDecimal weight = weights.get(index);
            BigDecimal part = sum.signum() == 0 ? BigDecimal.ZERO : Exact.divide(whole.multiply(weight), sum);
            parts.add(part);
            given = given.add(part);
            largest = weight.compareTo(weights.get(largest)) > 0 ? index : largest;
        }
        parts.set(largest, Exact.normal(parts.get(largest).add(whole.subtract(given))));
        return parts;
    }
}

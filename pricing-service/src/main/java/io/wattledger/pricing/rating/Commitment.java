package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.rating.PlanPricing.Plan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two tariffs for the same month and tells from how much use on the second one costs no more: a commitment is
 * dear for little use and cheap for much. Use is counted as all GPUs running from the start of the month on.
 */
public final class Commitment {

    private final PlanPricing pricing;

    /** Compares by this pricing. */
    public Commitment(PlanPricing pricing) {
        this.pricing = pricing;
    }

    /**
     * What both tariffs come to for some use.
     *
     * @param gpuHours of the month
     * @param first amount under the first tariff, unrounded
     * @param second amount under the second
     */
    public record Step(BigDecimal gpuHours, BigDecimal first, BigDecimal second) {}

    /**
     * The comparison.
     *
     * @param steps from no use to the whole month, in even steps
     * @param breakEven the least use, to a quarter-hour of all GPUs, from which the second costs no more in the first step
     *     where it does; absent where it never does
     * @param firstGaps what has no price under the first tariff in a whole month of use, and is in none of its amounts
     * @param secondGaps the same of the second
     */
    public record Comparison(List<Step> steps, @Nullable Step breakEven, List<Gap> firstGaps, List<Gap> secondGaps) {

        /** Copies the lists. */
        public Comparison {
            steps = List.copyOf(steps);
            firstGaps = List.copyOf(firstGaps);
            secondGaps = List.copyOf(secondGaps);
        }
    }

    /**
     * Compares tariffs of one currency.
     *
     * @param month the billing month at the site
     * @param steps how many steps, 1 or more
     */
    public Comparison compare(Plan first, Plan second, Interval month, int steps) {
        long slots = Duration.between(month.start(), month.end()).dividedBy(Slot.LENGTH);
        List<Step> curve = new ArrayList<>();
        Step breakEven = null;
        long dearer = -1;
        for (int number = 0; number <= steps; number++) {
            long used = slots * number / steps;
            Step step = step(first, second, month, used);
            curve.add(step);
            if (breakEven == null && isReached(step)) {
                breakEven = dearer < 0 ? step : leastReached(first, second, month, dearer, used);
            }
            dearer = used;
        }
        return new Comparison(
                curve,
                breakEven,
                pricing.priceMonth(first, month, slots).gaps(),
                pricing.priceMonth(second, month, slots).gaps());
    }

    /** Halves the stretch between use that is dearer and use that is not, down to a quarter-hour. */
    private Step leastReached(Plan first, Plan second, Interval month, long dearer, long reached) {
        long low = dearer;
        long high = reached;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (isReached(step(first, second, month, middle))) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return step(first, second, month, high);
    }

    private static boolean isReached(Step step) {
        return step.second().compareTo(step.first()) <= 0;
    }

    private Step step(Plan first, Plan second, Interval month, long slots) {
        PlanPricing.Priced one = pricing.priceMonth(first, month, slots);
        PlanPricing.Priced other = pricing.priceMonth(second, month, slots);
        return new Step(one.gpuHours(), one.amount(), other.amount());
    }
}

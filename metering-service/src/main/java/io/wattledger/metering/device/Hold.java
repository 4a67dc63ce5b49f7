package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;

/**
 * A time for which a claim does not count.
 *
 * @param claimant whose claim does not count
 * @param key whose usage of what is held
 * @param gpuThousandths how much of a GPU the device counts for, in thousandths
 * @param interval when; inside the claim's
 * @param against who stands in its way: the first one of all others at that time, or where these are very many when it begins
 */
public record Hold(Claimant claimant, UsageKey key, long gpuThousandths, Interval interval, Claimant against) {

    /** The usage that is held. */
    public IntervalCut cut() {
        return new IntervalCut(gpuThousandths, interval, null);
    }

    boolean isContinuedBy(Hold next, boolean againstWhomever) {
        return interval.end().equals(next.interval.start()) && (againstWhomever || against.equals(next.against));
    }

    Hold with(Hold next) {
        return new Hold(claimant, key, gpuThousandths, new Interval(interval.start(), next.interval.end()), against);
    }
}

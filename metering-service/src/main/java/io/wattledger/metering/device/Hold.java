package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;

/**
 * A time for which a claim does not count.
 *
 * @param claim the one that does not count
 * @param interval when; inside the claim's
 * @param against the claim that stands in its way: the first one of all others at that time
 */
public record Hold(Claim claim, Interval interval, Claim against) {}

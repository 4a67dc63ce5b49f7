package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Duration;
import java.util.List;

/**
 * States usage under a contract of which nothing can be rated yet: without charges and with one gap that names what is missing,
 * so that billing knows of it and holds the month. Missing is not zero (law 7).
 */
final class UnratedUsage {

    /** Every local midnight falls on a quarter-hour of UTC, so no charge period of a known site begins so long after one. */
    private static final Duration APART = Duration.ofMillis(1);

    private UnratedUsage() {}

    /**
     * The record of a charge period.
     *
     * @param slots those of the period with usage, at least one
     * @param missing what it waits for, for example {@code tariff standard}
     */
    static RatedUsage of(
            DayUsage day, Interval interval, ContractFacts contract, List<SlotUsage> slots, String missing) {
        UsageKey key = day.key();
        long milliGpuSeconds = DayRating.sum(slots, SlotUsage::milliGpuSeconds);
        Gap gap = new Gap(RatedUsage.ALL, missing, interval.start(), interval.end(), milliGpuSeconds, 0, null);
        return new RatedUsage(
                        key.tenant(),
                        key.project(),
                        key.site(),
                        key.sku(),
                        interval.start(),
                        interval.end(),
                        day.siteDay(),
                        1,
                        contract.contract(),
                        contract.tariff(),
                        day.siteDay(),
                        contract.currency(),
                        milliGpuSeconds,
                        List.of(),
                        List.of(gap),
                        null)
                .withEstimated(DayRating.sum(slots, SlotUsage::estimatedMilliGpuSeconds));
    }

    /**
     * The interval of a record of an unknown site. Its days are those of UTC until the site is known, and the days that it has then
     * must not have the keys of these: two records of one key would contradict each other.
     */
    static Interval apart(Interval interval) {
        return new Interval(interval.start().plus(APART), interval.end());
    }
}

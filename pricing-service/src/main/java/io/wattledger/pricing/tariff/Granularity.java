package io.wattledger.pricing.tariff;

import org.jspecify.annotations.Nullable;

/**
 * Charging by started steps. Slots carry no boundaries of jobs, so what is rounded up is a total that is named here, not
 * each job: that of one series in one charge period, or in the contract's billing month.
 *
 * @param step the length of a step
 * @param base whose total is rounded up to whole steps
 * @param minimumSteps least number of steps where anything was used at all; absent for one
 */
public record Granularity(Step step, Base base, @Nullable Integer minimumSteps) {

    /** Lengths of steps. */
    public enum Step {
        /** One GPU for a second. */
        SECOND(1_000),
        /** One GPU for a minute. */
        MINUTE(60_000),
        /** One GPU for an hour. */
        HOUR(3_600_000);

        private final long milliGpuSeconds;

        Step(long milliGpuSeconds) {
            this.milliGpuSeconds = milliGpuSeconds;
        }
    }

    /** Totals that may be rounded up. */
    public enum Base {
        /** What a series used in a charge period: a local day of the site, or the part of it that falls under a contract. */
        PERIOD,
        /** What a series used in the contract's billing month; the charge is then in the record of the month. */
        MONTH
    }

    /** The total in whole steps, as milli-GPU-seconds; nothing stays nothing. */
    public long charged(long milliGpuSeconds) {
        if (milliGpuSeconds == 0) {
            return 0;
        }
        long least = minimumSteps == null ? 1 : minimumSteps;
        return Math.multiplyExact(
                Math.max(Math.ceilDiv(milliGpuSeconds, step.milliGpuSeconds), least), step.milliGpuSeconds);
    }

    void check(Flaws flaws) {
        if (minimumSteps != null && minimumSteps < 1) {
            flaws.add("/minimumSteps", minimumSteps + " is below 1");
        }
    }
}

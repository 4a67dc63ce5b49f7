package io.wattledger.metering.slot;

/**
 * What was used in a slot, or by how much that changes.
 *
 * @param milliGpuSeconds GPU time
 * @param measuredMilliGpuSeconds the GPU time for which energy was measured
 * @param measuredMillijoules the energy measured for that
 * @param estimatedMilliGpuSeconds the part of the GPU time that is estimated
 * @param estimatedMillijoules the part of the measured energy that is estimated
 */
public record SlotFigures(
        long milliGpuSeconds,
        long measuredMilliGpuSeconds,
        long measuredMillijoules,
        long estimatedMilliGpuSeconds,
        long estimatedMillijoules) {

    /** Nothing at all. */
    public static final SlotFigures NONE = new SlotFigures(0, 0, 0);

    /** Figures of which nothing is estimated. */
    public SlotFigures(long milliGpuSeconds, long measuredMilliGpuSeconds, long measuredMillijoules) {
        this(milliGpuSeconds, measuredMilliGpuSeconds, measuredMillijoules, 0, 0);
    }

    /**
     * Both together.
     *
     * @throws io.wattledger.metering.event.BeyondBound where they come to more than 64 bits hold
     */
    public SlotFigures plus(SlotFigures other) {
        return new SlotFigures(
                sum(milliGpuSeconds, other.milliGpuSeconds),
                sum(measuredMilliGpuSeconds, other.measuredMilliGpuSeconds),
                sum(measuredMillijoules, other.measuredMillijoules),
                sum(estimatedMilliGpuSeconds, other.estimatedMilliGpuSeconds),
                sum(estimatedMillijoules, other.estimatedMillijoules));
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        if (((one ^ sum) & (other ^ sum)) < 0) {
            throw SlotBound.passed();
        }
        return sum;
    }

    /** Whether one of the figures that are bounded rises. */
    public boolean isRising() {
        return milliGpuSeconds > 0 || measuredMilliGpuSeconds > 0 || measuredMillijoules > 0;
    }

    /** What takes these figures back. */
    public SlotFigures negated() {
        return new SlotFigures(
                -milliGpuSeconds,
                -measuredMilliGpuSeconds,
                -measuredMillijoules,
                -estimatedMilliGpuSeconds,
                -estimatedMillijoules);
    }

    /** The same figures with all of the GPU time estimated. */
    public SlotFigures estimated() {
        return new SlotFigures(
                milliGpuSeconds, measuredMilliGpuSeconds, measuredMillijoules, milliGpuSeconds, estimatedMillijoules);
    }

    /** Whether there is nothing to add. */
    public boolean isNone() {
        return milliGpuSeconds == 0
                && measuredMilliGpuSeconds == 0
                && measuredMillijoules == 0
                && estimatedMilliGpuSeconds == 0
                && estimatedMillijoules == 0;
    }
}

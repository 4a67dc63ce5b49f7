package io.wattledger.metering.slot;

/**
 * What was used in a slot.
 *
 * @param milliGpuSeconds GPU time
 * @param measuredMilliGpuSeconds the part of it for which energy was measured
 * @param measuredMillijoules the energy measured for that part
 */
public record SlotFigures(long milliGpuSeconds, long measuredMilliGpuSeconds, long measuredMillijoules) {

    /** Nothing at all. */
    public static final SlotFigures NONE = new SlotFigures(0, 0, 0);

    /** Both together. */
    public SlotFigures plus(SlotFigures other) {
        return new SlotFigures(
                Math.addExact(milliGpuSeconds, other.milliGpuSeconds),
                Math.addExact(measuredMilliGpuSeconds, other.measuredMilliGpuSeconds),
                Math.addExact(measuredMillijoules, other.measuredMillijoules));
    }

    /** Whether there is nothing to add. */
    public boolean isNone() {
        return milliGpuSeconds == 0 && measuredMilliGpuSeconds == 0 && measuredMillijoules == 0;
    }
}

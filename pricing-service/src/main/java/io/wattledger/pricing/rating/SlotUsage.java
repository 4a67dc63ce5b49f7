package io.wattledger.pricing.rating;

import io.wattledger.pricing.sku.Sku;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What one series used in one quarter-hour.
 *
 * @param start start of the slot
 * @param milliGpuSeconds GPU time allocated
 * @param measuredMilliGpuSeconds the part of it for which energy was measured
 * @param measuredMillijoules IT energy measured for that part
 * @param estimatedMillijoules what of this is an estimate, as what a counter shows that began anew
 * @param estimatedMilliGpuSeconds what of the GPU time is an estimate, as a gap between heartbeats that was filled
 */
public record SlotUsage(
        Instant start,
        long milliGpuSeconds,
        long measuredMilliGpuSeconds,
        long measuredMillijoules,
        long estimatedMillijoules,
        long estimatedMilliGpuSeconds) {

    /** A slot whose reports left nothing to be estimated. */
    public SlotUsage(Instant start, long milliGpuSeconds, long measuredMilliGpuSeconds, long measuredMillijoules) {
        this(start, milliGpuSeconds, measuredMilliGpuSeconds, measuredMillijoules, 0, 0);
    }

    /** Whether there is anything to charge for; a slot that a correction emptied stays in the books with nothing in it. */
    public boolean isUsed() {
        return milliGpuSeconds > 0 || measuredMillijoules > 0;
    }

    /** Both together; both are of the same quarter-hour. */
    SlotUsage plus(SlotUsage other) {
        return new SlotUsage(
                start,
                Math.addExact(milliGpuSeconds, other.milliGpuSeconds),
                Math.addExact(measuredMilliGpuSeconds, other.measuredMilliGpuSeconds),
                Math.addExact(measuredMillijoules, other.measuredMillijoules),
                Math.addExact(estimatedMillijoules, other.estimatedMillijoules),
                Math.addExact(estimatedMilliGpuSeconds, other.estimatedMilliGpuSeconds));
    }

    /** IT energy in millijoules, exact: what was measured, and the assumed power over the time that was not. */
    BigDecimal itMillijoules(Sku sku) {
        return BigDecimal.valueOf(measuredMillijoules).add(modelledMillijoules(sku));
    }

    /** The part of the IT energy that no meter has shown: modelled, or estimated by the meter's own figures. */
    BigDecimal estimatedMillijoules(Sku sku) {
        return BigDecimal.valueOf(estimatedMillijoules).add(modelledMillijoules(sku));
    }

    /** One watt for one milli-GPU-second is one millijoule. */
    private BigDecimal modelledMillijoules(Sku sku) {
        return sku.assumedWatts().multiply(BigDecimal.valueOf(milliGpuSeconds - measuredMilliGpuSeconds));
    }
}

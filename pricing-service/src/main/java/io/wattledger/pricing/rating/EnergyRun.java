package io.wattledger.pricing.rating;

import io.wattledger.pricing.sku.Sku;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IT energy of the slots of one series, slot by slot, exact. It is kept as whole numbers of the smallest unit that the
 * assumed power needs, where they fit, so that rating need not make a decimal for every slot.
 */
final class EnergyRun {

    /** Units per slot stay below this, so that any product with a price fits {@link ExactSum}. */
    private static final long MOST_UNITS = Long.MAX_VALUE >> 1;

    private final List<SlotUsage> slots;
    private final Sku sku;
    private final int scale;
    private final long @Nullable [] units;
    private final long @Nullable [] estimated;

    private EnergyRun(List<SlotUsage> slots, Sku sku, int scale, long @Nullable [] units, long @Nullable [] estimated) {
        this.slots = slots;
        this.sku = sku;
        this.scale = scale;
        this.units = units;
        this.estimated = estimated;
    }

    /** The energy of {@code slots}, in order of time, of the SKU. */
    static EnergyRun of(List<SlotUsage> slots, Sku sku) {
        BigDecimal watts = Exact.normal(sku.assumedWatts());
        int scale = watts.scale();
        long[] units = new long[slots.size()];
        long[] estimated = new long[slots.size()];
        try {
            long unitsPerMilliGpuSecond = watts.unscaledValue().longValueExact();
            long unitsPerMillijoule = BigDecimal.ONE.scaleByPowerOfTen(scale).longValueExact();
            for (int index = 0; index < units.length; index++) {
                SlotUsage slot = slots.get(index);
                long modelled = Math.multiplyExact(
                        unitsPerMilliGpuSecond, slot.milliGpuSeconds() - slot.measuredMilliGpuSeconds());
                long measured = Math.multiplyExact(unitsPerMillijoule, slot.measuredMillijoules());
                units[index] = Math.addExact(measured, modelled);
                // A part of what was measured, so it fits where that does.
                estimated[index] = modelled + unitsPerMillijoule * slot.estimatedMillijoules();
                if (units[index] > MOST_UNITS) {
                    return new EnergyRun(slots, sku, 0, null, null);
                }
            }
        } catch (ArithmeticException e) {
            // Too fine or too much for 63 bits: the decimals below are as exact, only slower.
            return new EnergyRun(slots, sku, 0, null, null);
        }
        return new EnergyRun(slots, sku, scale, units, estimated);
    }

    List<SlotUsage> slots() {
        return slots;
    }

    /** Whole units of {@code 10^-scale} millijoules per slot; null where they do not fit and decimals must be used. */
    long @Nullable [] units() {
        return units;
    }

    /** The part of {@link #units} that no meter has shown. */
    long @Nullable [] estimatedUnits() {
        return estimated;
    }

    int scale() {
        return scale;
    }

    /** IT energy of the slot at {@code index} in millijoules. */
    BigDecimal millijoules(int index) {
        return units != null
                ? BigDecimal.valueOf(units[index], scale)
                : slots.get(index).itMillijoules(sku);
    }

    /** The part of it that no meter has shown. */
    BigDecimal estimatedMillijoules(int index) {
        return estimated != null
                ? BigDecimal.valueOf(estimated[index], scale)
                : slots.get(index).estimatedMillijoules(sku);
    }
}

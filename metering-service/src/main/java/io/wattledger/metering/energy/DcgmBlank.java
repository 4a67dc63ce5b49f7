package io.wattledger.metering.energy;

import org.jspecify.annotations.Nullable;

/**
 * Tells a counter's value from the marks that NVIDIA's DCGM puts in its place when it has none. From
 * {@code DCGM_INT64_BLANK} in {@code dcgm_structs.h} upwards every 64-bit value is such a mark: blank, not found, not
 * supported, not permitted and those that may be added. A mark read as energy would be 2.5 TWh.
 */
public final class DcgmBlank {

    /** {@code DCGM_INT64_BLANK}: no value, without a reason. */
    public static final long BLANK = 0x7ffffffffffffff0L;

    private DcgmBlank() {}

    /** Whether a reading holds no value: it is absent, or one of the marks. */
    public static boolean isBlank(@Nullable Long millijoules) {
        return millijoules == null || millijoules >= BLANK;
    }
}

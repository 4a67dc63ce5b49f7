package io.wattledger.contracts.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of usage whose price is not known; missing is not zero. Where the contract says how to fill it, the charge
 * includes the stretch at that price and {@code filledBy} says how.
 *
 * @param component id of the component that could not be priced; {@link RatedUsage#ALL} where nothing could be
 * @param missing name of what is missing, for example the id of a price series, or {@code tariff} and its id
 * @param start first instant without it
 * @param end first instant after the stretch
 * @param milliGpuSeconds GPU time in the stretch
 * @param facilityMillijoules facility energy in the stretch, rounded up to a whole millijoule
 * @param filledBy how the contract fills it: {@code slot-before} or {@code fixed}; absent where the stretch is not
 *     charged
 */
public record Gap(
        String component,
        String missing,
        Instant start,
        Instant end,
        long milliGpuSeconds,
        long facilityMillijoules,
        @Nullable String filledBy) {

    /** Whether the charges include the stretch, at a price that stands in for the missing one. */
    public boolean filled() {
        return filledBy != null;
    }
}

package io.wattledger.contracts.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of usage whose price is not known; missing is not zero. Where the contract says how to fill it, or where its
 * publisher has stated a preliminary price, the charge includes the stretch at that price and {@code filledBy} says how.
 *
 * @param component id of the component that could not be priced; {@link RatedUsage#ALL} where nothing could be
 * @param missing name of what is missing, for example the id of a price series, or {@code tariff} and its id
 * @param start first instant without it
 * @param end first instant after the stretch
 * @param milliGpuSeconds GPU time in the stretch
 * @param facilityMillijoules facility energy in the stretch, rounded up to a whole millijoule
 * @param filledBy how the contract fills it, {@code slot-before} or {@code fixed}, or {@code preliminary}; absent where the
 *     stretch is not charged
 */
public record Gap(
        String component,
        String missing,
        Instant start,
        Instant end,
        long milliGpuSeconds,
        long facilityMillijoules,
        @Nullable String filledBy) {

    /** What is charged at a price that its publisher does not stand by yet is filled by that. */
    public static final String PRELIMINARY = "preliminary";

    /** Whether the charges include the stretch, at a price that stands in for the missing one. */
    public boolean filled() {
        return filledBy != null;
    }

    /** Whether the invoice must wait: no contract says what else to do with what is missing or only preliminary. */
    public boolean waits() {
        return filledBy == null || filledBy.equals(PRELIMINARY);
    }
}

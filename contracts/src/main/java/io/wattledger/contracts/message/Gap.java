package io.wattledger.contracts.message;

import java.time.Instant;

/**
 * A stretch of usage whose price is not known; missing is not zero.
 *
 * @param component id of the component that could not be priced
 * @param missing name of what is missing, for example the id of a price series
 * @param start first instant without it
 * @param end first instant after the stretch
 * @param milliGpuSeconds GPU time in the stretch
 * @param facilityMillijoules facility energy in the stretch, rounded up to a whole millijoule
 */
public record Gap(
        String component, String missing, Instant start, Instant end, long milliGpuSeconds, long facilityMillijoules) {}

package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/**
 * GPU time and energy behind a line. One kilowatt-hour is 3.6 thousand million millijoules.
 *
 * @param milliGpuSeconds GPU time of the charges' days, an exact integer; the same on each line of the same usage
 * @param itMillijoules energy of the machines; zero on lines that are no energy charge
 * @param estimatedMillijoules the part of it that was modelled for want of a measurement, or estimated by metering
 * @param facilityKilowattHours energy at the facility's meter, unrounded; zero on lines that are no energy charge
 * @param emission what that energy stands for; absent where no factor of the site is known
 * @param estimatedMilliGpuSeconds the part of the GPU time that metering has estimated, as a gap between heartbeats that it filled; null
 *     for none, never 0, so that a line without estimates looks as it always did
 * @param standInMillijoules the part of the facility's energy that is charged at a price that stands in for a missing one; null for
 *     none, never 0, likewise
 */
public record UsageFacts(
        long milliGpuSeconds,
        long itMillijoules,
        long estimatedMillijoules,
        BigDecimal facilityKilowattHours,
        @Nullable EmissionFactor emission,
        @Nullable Long estimatedMilliGpuSeconds,
        @Nullable Long standInMillijoules) {

    private static final BigDecimal MILLIJOULES_PER_KILOWATT_HOUR = new BigDecimal("3600000000");
    private static final int GRAMS_PER_KILOGRAM_DIGITS = 3;

    /** Nothing estimated is written as nothing. */
    public UsageFacts {
        estimatedMilliGpuSeconds =
                estimatedMilliGpuSeconds == null || estimatedMilliGpuSeconds == 0 ? null : estimatedMilliGpuSeconds;
        standInMillijoules = standInMillijoules == null || standInMillijoules == 0 ? null : standInMillijoules;
    }

    /** Facts without a factor, of GPU time of which nothing is estimated. */
    public UsageFacts(
            long milliGpuSeconds, long itMillijoules, long estimatedMillijoules, BigDecimal facilityKilowattHours) {
        this(milliGpuSeconds, itMillijoules, estimatedMillijoules, facilityKilowattHours, null, null, null);
    }

    /** Kilograms of CO2 equivalent, unrounded; absent where no factor is known, which is not zero. */
    public @Nullable BigDecimal kilogramsCo2e() {
        return emission == null
                ? null
                : facilityKilowattHours
                        .multiply(emission.gramsPerKilowattHour())
                        .movePointLeft(GRAMS_PER_KILOGRAM_DIGITS);
    }

    /** The same facts with a factor. */
    public UsageFacts emitting(@Nullable EmissionFactor factor) {
        return new UsageFacts(
                milliGpuSeconds,
                itMillijoules,
                estimatedMillijoules,
                facilityKilowattHours,
                factor,
                estimatedMilliGpuSeconds,
                standInMillijoules);
    }

    /** The same facts with a part of the GPU time estimated, in milli-GPU-seconds; 0 for none. */
    public UsageFacts withEstimated(long milliGpuSecondsOfIt) {
        return new UsageFacts(
                milliGpuSeconds,
                itMillijoules,
                estimatedMillijoules,
                facilityKilowattHours,
                emission,
                milliGpuSecondsOfIt,
                standInMillijoules);
    }

    /** The same facts with a part of the facility's energy charged at a price that stands in, in millijoules; 0 for none. */
    public UsageFacts withStandIns(long millijoulesOfIt) {
        return new UsageFacts(
                milliGpuSeconds,
                itMillijoules,
                estimatedMillijoules,
                facilityKilowattHours,
                emission,
                estimatedMilliGpuSeconds,
                millijoulesOfIt);
    }

    /** The facility energy that is charged at a price that stands in for a missing one, in millijoules; 0 for none. */
    public long standIns() {
        return standInMillijoules == null ? 0 : standInMillijoules;
    }

    /** The same in kilowatt-hours with 34 digits. */
    public BigDecimal standInKilowattHours() {
        return kilowattHours(standIns());
    }

    /** The estimated part of the GPU time in milli-GPU-seconds; 0 for none. */
    public long estimatedTime() {
        return estimatedMilliGpuSeconds == null ? 0 : estimatedMilliGpuSeconds;
    }

    /** What both come to, without a factor. */
    UsageFacts plus(UsageFacts other) {
        return new UsageFacts(
                        Math.addExact(milliGpuSeconds, other.milliGpuSeconds),
                        Math.addExact(itMillijoules, other.itMillijoules),
                        Math.addExact(estimatedMillijoules, other.estimatedMillijoules),
                        facilityKilowattHours.add(other.facilityKilowattHours))
                .withEstimated(Math.addExact(estimatedTime(), other.estimatedTime()))
                .withStandIns(Math.addExact(standIns(), other.standIns()));
    }

    /** The same with the opposite sign, for what is taken back. */
    UsageFacts negated() {
        return new UsageFacts(
                -milliGpuSeconds,
                -itMillijoules,
                -estimatedMillijoules,
                facilityKilowattHours.negate(),
                emission,
                -estimatedTime(),
                -standIns());
    }

    /** Energy of the machines with 34 digits. */
    public BigDecimal itKilowattHours() {
        return kilowattHours(itMillijoules);
    }

    /** The modelled part of the energy of the machines with 34 digits. */
    public BigDecimal estimatedKilowattHours() {
        return kilowattHours(estimatedMillijoules);
    }

    private static BigDecimal kilowattHours(long millijoules) {
        return new BigDecimal(millijoules).divide(MILLIJOULES_PER_KILOWATT_HOUR, MathContext.DECIMAL128);
    }
}

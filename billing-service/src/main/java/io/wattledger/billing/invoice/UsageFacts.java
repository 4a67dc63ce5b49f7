package io.wattledger.billing.invoice;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * GPU time and energy behind a line. One kilowatt-hour is 3.6 thousand million millijoules.
 *
 * @param milliGpuSeconds GPU time of the charges' days, an exact integer; the same on each line of the same usage
 * @param itMillijoules energy of the machines; zero on lines that are no energy charge
 * @param estimatedMillijoules the part of it that was modelled for want of a measurement
 * @param facilityKilowattHours energy at the facility's meter, unrounded; zero on lines that are no energy charge
 */
public record UsageFacts(
        long milliGpuSeconds, long itMillijoules, long estimatedMillijoules, BigDecimal facilityKilowattHours) {

    private static final BigDecimal MILLIJOULES_PER_KILOWATT_HOUR = new BigDecimal("3600000000");

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

package io.wattledger.pricing.rating;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The arithmetic of rating: sums and products are exact, a division keeps 34 digits and comes last. */
final class Exact {

    /** One MWh in millijoules: 3.6 GJ. */
    static final BigDecimal MILLIJOULES_PER_MWH = new BigDecimal("3600000000000");

    /** One kWh in millijoules: 3.6 MJ. */
    static final BigDecimal MILLIJOULES_PER_KWH = new BigDecimal("3600000000");

    /** One GPU-hour in milli-GPU-seconds. */
    static final BigDecimal MILLI_GPU_SECONDS_PER_GPU_HOUR = new BigDecimal("3600000");

    private static final MathContext DIGITS = new MathContext(34, RoundingMode.HALF_UP);

    private Exact() {}

    /** {@code dividend} by {@code divisor} with 34 digits, in normal form. */
    static BigDecimal divide(BigDecimal dividend, BigDecimal divisor) {
        return normal(dividend.divide(divisor, DIGITS));
    }

    /** The same number without trailing zeros after the point, so that equal numbers have equal bytes. */
    static BigDecimal normal(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}

package io.wattledger.pricing.rating;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of products of whole numbers, in 128 bits, for the many slots of a month: as exact as decimals and many
 * times as fast. What does not fit goes into a decimal beside it, so there is no limit.
 */
final class ExactSum {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private long high;
    private long low;
    private BigInteger carried = BigInteger.ZERO;

    /** Adds {@code one * other}. */
    void addProduct(long one, long other) {
        long productLow = one * other;
        long productHigh = Math.multiplyHigh(one, other);
        long sumLow = low + productLow;
        long carry = Long.compareUnsigned(sumLow, productLow) < 0 ? 1 : 0;
        long sumHigh = high + productHigh + carry;
        low = sumLow;
        high = sumHigh;
        // A product is below 2^126, so two such sums cannot overflow before the upper word shows it.
        if (sumHigh > (1L << 61) || sumHigh < -(1L << 61)) {
            carry();
        }
    }

    /** Adds {@code one}. */
    void add(long one) {
        long sumLow = low + one;
        long carry = Long.compareUnsigned(sumLow, one) < 0 ? 1 : 0;
        low = sumLow;
        // Far too few slots are ever added for the upper word to overflow by single numbers.
        high += (one >> 63) + carry;
    }

    private void carry() {
        carried = carried.add(wide());
        high = 0;
        low = 0;
    }

    private BigInteger wide() {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).multiply(TWO_TO_64).add(unsignedLow);
    }

    /** The sum, where each product counts units of {@code 10^-scale}. */
    BigDecimal value(int scale) {
        return new BigDecimal(carried.add(wide()), scale);
    }
}

package io.wattledger.metering.meter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What a meter makes of the events of a window. The names are those of the wire. */
public enum Aggregation {
    /** The values added up. */
    SUM,
    /** How many events; they need no value. */
    COUNT,
    /** How many different values. */
    UNIQUE_COUNT,
    /** The values added up and divided by how many they are; see {@link #average}. */
    AVG,
    /** The least value. */
    MIN,
    /** The greatest value. */
    MAX,
    /** The value of the latest event; of several at the same time that of the event whose id, then source, is greatest. */
    LATEST;

    /** Digits that a division keeps, by law 3. */
    private static final MathContext DIVISION = new MathContext(34, RoundingMode.HALF_UP);

    /** Whether an event counts only when the meter finds a value in it. */
    public boolean needsValue() {
        return this != COUNT;
    }

    /**
     * The mean of values, the only division in this room: 34 significant digits, HALF_UP.
     *
     * @param sum the values added up
     * @param count how many they are; positive
     */
    public static BigDecimal average(BigDecimal sum, long count) {
        return sum.divide(BigDecimal.valueOf(count), DIVISION);
    }

    /** The one way a figure is written: without exponent and without zeros that say nothing, so 1.50 and 1.5 are one. */
    public static String written(BigDecimal figure) {
        return figure.signum() == 0 ? "0" : figure.stripTrailingZeros().toPlainString();
    }
}

package io.wattledger.metering.meter;

import io.wattledger.contracts.vocabulary.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a meter.
 *
 * @param rows by window and then by groups; windows and groups without a value that counts have no row
 * @param unreadable how many of the events asked for have no value that the meter can read, and count in no row
 */
public record MeterReading(List<Row> rows, long unreadable) {

    /** Copies the rows. */
    public MeterReading {
        rows = List.copyOf(rows);
    }

    /**
     * One figure.
     *
     * @param window over which time; whole also where the question begins or ends inside it
     * @param subject of whom; null where the question is not by subject, and for events without one
     * @param groups the values of the groups asked for, in their order; null for events without that value
     * @param value exact
     */
    public record Row(
            Interval window, @Nullable String subject, Map<String, @Nullable String> groups, BigDecimal value) {}
}

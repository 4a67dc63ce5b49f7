package io.wattledger.pricing.site;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The power usage effectiveness of a site from a day on: facility energy is IT energy times this.
 *
 * @param validFrom first local day
 * @param value at least 1, since a facility never draws less than its IT
 */
public record PowerUsage(LocalDate validFrom, BigDecimal value) {

    /** Refuses a value below 1. */
    public PowerUsage {
        if (value.compareTo(BigDecimal.ONE) < 0) {
            throw new IllegalArgumentException("PUE " + value.toPlainString() + " is below 1");
        }
    }
}

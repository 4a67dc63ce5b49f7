package io.wattledger.pricing.site;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The power usage effectiveness of a site from a day on: facility energy is IT energy times this.
 *
 * @param validFrom first local day
 * @param method how the value of a day is found
 */
public record PowerUsage(LocalDate validFrom, PueMethod method) {

    /** One agreed value from a day on. */
    public PowerUsage(LocalDate validFrom, BigDecimal value) {
        this(validFrom, new PueMethod.Contractual(value));
    }
}

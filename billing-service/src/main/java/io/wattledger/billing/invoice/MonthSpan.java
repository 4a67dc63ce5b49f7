package io.wattledger.billing.invoice;

import java.time.YearMonth;

/**
 * Whole billing months in a row.
 *
 * @param first first month inside
 * @param until first month no longer inside
 */
public record MonthSpan(YearMonth first, YearMonth until) {

    /** Whether {@code month} lies inside. */
    public boolean covers(YearMonth month) {
        return !month.isBefore(first) && month.isBefore(until);
    }

    /** The last month inside. */
    public YearMonth last() {
        return until.minusMonths(1);
    }

    /** Whether at least one month lies inside. */
    public boolean coversAMonth() {
        return until.isAfter(first);
    }
}

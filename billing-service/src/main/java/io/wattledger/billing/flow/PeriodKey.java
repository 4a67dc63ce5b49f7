package io.wattledger.billing.flow;

import java.time.YearMonth;

/**
 * What gets one invoice and no more.
 *
 * @param tenant the tenant
 * @param contract id of its contract
 * @param month calendar month in the contract's billing time zone
 * @param group which of the month's documents; empty where it gets one
 */
public record PeriodKey(String tenant, String contract, YearMonth month, String group) {

    /** The one document of a month that is not split. */
    public PeriodKey(String tenant, String contract, YearMonth month) {
        this(tenant, contract, month, "");
    }

    /** Another document of the same month. */
    PeriodKey of(String other) {
        return new PeriodKey(tenant, contract, month, other);
    }
}

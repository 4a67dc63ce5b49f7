package io.wattledger.billing.flow;

import java.time.YearMonth;

/**
 * What gets one invoice and no more.
 *
 * @param tenant the tenant
 * @param contract id of its contract
 * @param month calendar month in the contract's billing time zone
 */
public record PeriodKey(String tenant, String contract, YearMonth month) {}

package io.wattledger.pricing.site;

import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * How available a site was in a month, as the operator reports it.
 *
 * @param site id of the site
 * @param month the calendar month
 * @param percent per cent of the time, 0 to 100
 */
public record Availability(String site, YearMonth month, BigDecimal percent) {}

package io.wattledger.pricing.energy;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An exchange rate as stated for a day.
 *
 * @param day the publishing day
 * @param rate units of the quote for one unit of the base; above zero
 */
public record DayRate(LocalDate day, BigDecimal rate) {}

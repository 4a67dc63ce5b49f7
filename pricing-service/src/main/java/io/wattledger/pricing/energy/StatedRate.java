package io.wattledger.pricing.energy;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * An exchange rate with the document that stated it.
 *
 * @param day the publishing day
 * @param rate units of the quote for one unit of the base
 * @param document SHA-256 (hex) of the document
 */
public record StatedRate(LocalDate day, BigDecimal rate, String document) {}

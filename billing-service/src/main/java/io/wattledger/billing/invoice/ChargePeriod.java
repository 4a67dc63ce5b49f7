package io.wattledger.billing.invoice;

import java.time.Instant;
import java.time.LocalDate;

/**
 * From the first to the last charge of a line (BG-26); lies inside the billing period.
 *
 * @param start first instant
 * @param end first instant after it
 * @param firstDay local day of the billing time zone in which it starts (BT-134)
 * @param lastDay last local day of the billing time zone that it touches (BT-135)
 */
public record ChargePeriod(Instant start, Instant end, LocalDate firstDay, LocalDate lastDay) {}

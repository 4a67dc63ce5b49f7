package io.wattledger.billing.bookkeeping;

import io.wattledger.billing.invoice.Money;
import java.time.LocalDate;

/**
 * What a reminder claims beside the invoice. Interest runs from the due date, so each reminder claims again what those before it
 * did; here it is only what has been added.
 *
 * @param level of the reminder, from 1
 * @param madeOn the day on which it was made
 * @param fee for it
 * @param interest what is claimed beyond the reminder before; below zero where less is claimed
 */
public record LateClaim(int level, LocalDate madeOn, Money fee, Money interest) {}

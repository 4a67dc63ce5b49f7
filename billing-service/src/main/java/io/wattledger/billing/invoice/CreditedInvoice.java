package io.wattledger.billing.invoice;

import java.time.LocalDate;

/**
 * The issued invoice that a credit note takes back, in whole or in part (BG-3).
 *
 * @param number BT-25, its number
 * @param issueDate BT-26, when it was issued
 */
public record CreditedInvoice(String number, LocalDate issueDate) {}

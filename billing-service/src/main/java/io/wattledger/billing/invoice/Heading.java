package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.Currency;

/**
 * What identifies an invoice in time and in its series.
 *
 * @param number BT-1, the next of the legal entity's series
 * @param issueDate BT-2
 * @param dueDate BT-9, the issue date plus the contract's payment terms
 * @param period BG-14
 * @param currency BT-5, of every amount on the invoice
 */
public record Heading(String number, LocalDate issueDate, LocalDate dueDate, BillingPeriod period, Currency currency) {}

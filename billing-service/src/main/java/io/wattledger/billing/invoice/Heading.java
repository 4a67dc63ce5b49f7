package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What identifies an invoice or a credit note in time and in its series.
 *
 * @param number BT-1, the next of the legal entity's series
 * @param issueDate BT-2
 * @param dueDate BT-9, the issue date plus the contract's payment terms
 * @param period BG-14
 * @param currency BT-5, of every amount on the invoice
 * @param type BT-3; what was stored before there were credit notes has none and is an invoice
 * @param credited BG-3, what a credit note takes back; absent on an invoice
 */
public record Heading(
        String number,
        LocalDate issueDate,
        LocalDate dueDate,
        BillingPeriod period,
        Currency currency,
        @Nullable DocumentType type,
        @Nullable CreditedInvoice credited) {

    /** Takes a heading without type for an invoice's. */
    public Heading {
        type = type == null ? DocumentType.INVOICE : type;
    }

    /** The heading of an invoice. */
    public Heading(String number, LocalDate issueDate, LocalDate dueDate, BillingPeriod period, Currency currency) {
        this(number, issueDate, dueDate, period, currency, DocumentType.INVOICE, null);
    }

    /** BT-3. */
    @Override
    public DocumentType type() {
        return type == null ? DocumentType.INVOICE : type;
    }
}

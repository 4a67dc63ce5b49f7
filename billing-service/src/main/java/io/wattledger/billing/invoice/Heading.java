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
 * @param edition by which edition of the writers its electronic invoices are written, so that they can be written again; absent
 *     on what was stored before there was a second one
 */
public record Heading(
        String number,
        LocalDate issueDate,
        LocalDate dueDate,
        BillingPeriod period,
        Currency currency,
        @Nullable DocumentType type,
        @Nullable CreditedInvoice credited,
        @Nullable Integer edition) {

    /**
     * The edition by which documents are written now. The second one says in English too what Norwegian law must be able to read, and
     * states emissions as EHF counts them. The third one states of corrections what has come or gone, where it states emissions or sums.
     */
    private static final int CURRENT = 3;

    /** Takes a heading without type for an invoice's. */
    public Heading {
        type = type == null ? DocumentType.INVOICE : type;
    }

    /** The heading of a document that is written now. */
    public Heading(
            String number,
            LocalDate issueDate,
            LocalDate dueDate,
            BillingPeriod period,
            Currency currency,
            @Nullable DocumentType type,
            @Nullable CreditedInvoice credited) {
        this(number, issueDate, dueDate, period, currency, type, credited, CURRENT);
    }

    /** The heading of an invoice that is written now. */
    public Heading(String number, LocalDate issueDate, LocalDate dueDate, BillingPeriod period, Currency currency) {
        this(number, issueDate, dueDate, period, currency, DocumentType.INVOICE, null);
    }

    /** The same in another edition; the first one where it is absent. */
    public Heading in(@Nullable Integer other) {
        return new Heading(number, issueDate, dueDate, period, currency, type, credited, other);
    }

    /** Whether it is written by the second edition of the writers or a later one. */
    public boolean sinceSecondEdition() {
        return edition != null && edition > 1;
    }

    /** Whether it is written by the third edition of the writers or a later one. */
    public boolean sinceThirdEdition() {
        return edition != null && edition > 2;
    }

    /** BT-3. */
    @Override
    public DocumentType type() {
        return type == null ? DocumentType.INVOICE : type;
    }
}

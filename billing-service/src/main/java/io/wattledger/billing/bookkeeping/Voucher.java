package io.wattledger.billing.bookkeeping;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voucher. Its postings add up to nothing, in the currency of the document and in that of the books.
 *
 * @param number of the invoice or credit note; of what is entered in its ledger later with the position of the entry,
 *     of a reminder with its level
 * @param kind what happened
 * @param date on which it counts
 * @param customer the tenant
 * @param paymentReference what the tenant states when paying, a KID where one is agreed
 * @param rate by which the document's currency was converted, of how many units of the books one unit of it is; 1 where they
 *     are the same
 * @param postings in order
 */
public record Voucher(
        String number,
        Kind kind,
        LocalDate date,
        String customer,
        String paymentReference,
        BigDecimal rate,
        List<Posting> postings) {

    /** Copies the list; refuses a voucher that does not balance. */
    public Voucher {
        postings = List.copyOf(postings);
        if (sum(postings, false).signum() != 0 || sum(postings, true).signum() != 0) {
            throw new IllegalArgumentException("voucher " + number + " does not balance: " + postings);
        }
    }

    /** In which journal vouchers stand. */
    public enum Journal {
        /** What was issued. */
        SALES("Invoices and credit notes"),
        /** What came, went back or will not come. */
        PAYMENTS("Payments, refunds and write-offs"),
        /** What is claimed beside invoices. */
        REMINDERS("Fees and interest of reminders");

        private final String words;

        Journal(String words) {
            this.words = words;
        }

        /** What stands in it. */
        public String words() {
            return words;
        }
    }

    /** What a voucher is about. */
    public enum Kind {
        /** An invoice was issued. */
        INVOICE(Journal.SALES, "SI", "Sales invoice"),
        /** A credit note was issued. */
        CREDIT_NOTE(Journal.SALES, "SC", "Sales credit note"),
        /** Money came. */
        PAYMENT(Journal.PAYMENTS, "P", "Payment"),
        /** Money went back. */
        REFUND(Journal.PAYMENTS, "R", "Refund"),
        /** The bank took a payment back. */
        RETURNED_PAYMENT(Journal.PAYMENTS, "RP", "Returned payment"),
        /** The rest is not expected any more. */
        WRITE_OFF(Journal.PAYMENTS, "W", "Write-off"),
        /** A reminder claimed a fee or interest. */
        REMINDER(Journal.REMINDERS, "RM", "Reminder fee and interest");

        private final Journal journal;
        private final String code;
        private final String words;

        Kind(Journal journal, String code, String words) {
            this.journal = journal;
            this.code = code;
            this.words = words;
        }

        /** Where it stands. */
        public Journal journal() {
            return journal;
        }

        /** In short. */
        public String code() {
            return code;
        }

        /** In words. */
        public String words() {
            return words;
        }
    }

    /**
     * An amount on an account.
     *
     * @param account its number
     * @param amount in the document's currency, debits above zero
     * @param booked in the currency of the books, debits above zero
     * @param taxCode of revenue and of VAT; absent on all others
     * @param taxed of VAT, the amount that it is on, as it stands on the document; absent on all others
     * @param subject what it is for
     */
    public record Posting(
            String account,
            BigDecimal amount,
            BigDecimal booked,
            @Nullable String taxCode,
            @Nullable BigDecimal taxed,
            Subject subject) {}

    /**
     * What a posting is for.
     *
     * @param project the tenant's subdivision; absent where it is for the whole document
     * @param site where; absent where it is for the whole document
     * @param text in words
     */
    public record Subject(
            @Nullable String project, @Nullable String site, String text) {

        /** About the whole document. */
        static Subject whole(String text) {
            return new Subject(null, null, text);
        }
    }

    static BigDecimal sum(List<Posting> postings, boolean booked) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Posting posting : postings) {
            sum = sum.add(booked ? posting.booked() : posting.amount());
        }
        return sum;
    }
}

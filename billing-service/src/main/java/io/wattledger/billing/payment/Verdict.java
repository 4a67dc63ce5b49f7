package io.wattledger.billing.payment;

import java.math.BigDecimal;
import java.util.List;

/** What becomes of a transaction. */
public sealed interface Verdict {

    /**
     * It pays invoices.
     *
     * @param shares which, and how much of it is for each; together all of it
     */
    record Pays(List<Share> shares) implements Verdict {

        /** Copies the shares. */
        public Pays {
            shares = List.copyOf(shares);
        }
    }

    /**
     * How much of a payment is for an invoice.
     *
     * @param invoice which
     * @param amount in the invoice's currency, more than zero
     * @param fit how it compares with what was owed
     */
    record Share(PayableInvoice invoice, BigDecimal amount, Fit fit) {

        /** A share, compared with what is owed now. */
        static Share of(PayableInvoice invoice, BigDecimal amount) {
            int compared = amount.compareTo(invoice.receivable().balance());
            return new Share(invoice, amount, compared == 0 ? Fit.EXACT : compared < 0 ? Fit.PART : Fit.OVER);
        }
    }

    /** How a payment compares with what was owed when it came. */
    enum Fit {
        /** All that was owed. */
        EXACT,
        /** Less than was owed. */
        PART,
        /** More than was owed. */
        OVER
    }

    /** Money that the legal entity itself paid: no invoice's business. */
    record Outgoing() implements Verdict {}

    /**
     * A person has to decide.
     *
     * @param reason the case
     * @param detail this very case, for a person
     */
    record Undecided(Unmatched reason, String detail) implements Verdict {}
}

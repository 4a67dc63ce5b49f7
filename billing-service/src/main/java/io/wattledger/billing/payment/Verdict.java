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
     */
    record Share(PayableInvoice invoice, BigDecimal amount) {}

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

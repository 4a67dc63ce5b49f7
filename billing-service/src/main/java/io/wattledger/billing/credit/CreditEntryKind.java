package io.wattledger.billing.credit;

import io.wattledger.billing.invoice.CreditKind;

/** What happened to a credit. */
public enum CreditEntryKind {
    /** It was bought, or given. */
    OPENED,
    /** An invoice has drawn from it. */
    DRAWN,
    /** A credit note has given back what its invoice had drawn. */
    RETURNED,
    /** What was left has expired. */
    EXPIRED,
    /** What was left was taken back: paid out where it was paid for. */
    VOIDED;

    /** The account that the amount is added to. */
    public CreditAccount debit(CreditKind kind) {
        return adds() ? other(kind) : CreditAccount.CREDITS;
    }

    /** The account that the amount is taken from. */
    public CreditAccount credit(CreditKind kind) {
        return adds() ? CreditAccount.CREDITS : other(kind);
    }

    /** Whether it adds to what is left. */
    boolean adds() {
        return this == OPENED || this == RETURNED;
    }

    private CreditAccount other(CreditKind kind) {
        boolean paid = kind == CreditKind.PAID;
        return switch (this) {
            case OPENED, VOIDED -> paid ? CreditAccount.BANK : CreditAccount.PROMOTIONS;
            case DRAWN, RETURNED -> paid ? CreditAccount.RECEIVABLE : CreditAccount.ALLOWANCES;
            case EXPIRED -> paid ? CreditAccount.FORFEITED : CreditAccount.PROMOTIONS;
        };
    }
}

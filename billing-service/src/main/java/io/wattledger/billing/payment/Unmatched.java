package io.wattledger.billing.payment;

/** Why a transaction waits for a person; a closed list, each with a stable code. */
public enum Unmatched {
    /** It names nothing at all. */
    NO_REFERENCE("no-reference"),
    /** What it names is no invoice that was issued. */
    UNKNOWN_REFERENCE("unknown-reference"),
    /** What it names looks like a KID or creditor reference and its check digits are wrong. */
    WRONG_CHECK_DIGIT("wrong-check-digit"),
    /** One reference leads to more than one invoice. */
    AMBIGUOUS_REFERENCE("ambiguous-reference"),
    /** The invoice was issued by another legal entity than the account's. */
    OTHER_SELLER("other-seller"),
    /** The invoice is in another currency than the account. */
    OTHER_CURRENCY("other-currency"),
    /** It names several invoices, and it is not clear how much of it is for which. */
    AMOUNTS_DIFFER("amounts-differ"),
    /** The payment is in the ledger of the invoice already, entered by hand. */
    ENTERED_BY_HAND("entered-by-hand"),
    /** Many payments booked as one, which the bank does not tell apart. */
    NOT_ITEMISED("not-itemised"),
    /** A reversal of a payment that is not known, or of one of several that look alike. */
    REVERSAL_OF_UNKNOWN("reversal-of-unknown"),
    /** Money that went out has come back. */
    OUTGOING_CAME_BACK("outgoing-came-back"),
    /** The ledger of the invoice does not take it. */
    LEDGER_REFUSES("ledger-refuses"),
    /** What it is for could not be found out, since something that it names cannot be read or computed. */
    NOT_MATCHED("not-matched");

    private final String code;

    Unmatched(String code) {
        this.code = code;
    }

    /** The stable code. */
    public String code() {
        return code;
    }
}

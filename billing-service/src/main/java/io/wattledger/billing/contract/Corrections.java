package io.wattledger.billing.contract;

/** What a contract says about charges that change after their month was invoiced. */
public enum Corrections {
    /** The next invoice carries a line with the difference. */
    NEXT_INVOICE,
    /** A credit note takes a decrease back at once; an increase is invoiced at once. */
    CREDIT_NOTE
}

package io.wattledger.billing.settlement;

/** The accounts between which the entries of receivables move money; every entry debits one and credits another. */
public enum BookAccount {
    /** What tenants owe for issued invoices. */
    RECEIVABLE,
    /** What was billed, VAT included; credit notes reduce it. */
    BILLED,
    /** Money at the bank. */
    BANK,
    /** What will not be paid any more. */
    LOSS
}

package io.wattledger.billing.credit;

/** The accounts between which the entries of credits move money; every entry debits one and credits another. */
public enum CreditAccount {
    /** What the seller owes tenants for their credits. */
    CREDITS,
    /** Money at the bank. */
    BANK,
    /** What promotions cost the seller. */
    PROMOTIONS,
    /** What tenants owe for issued invoices. */
    RECEIVABLE,
    /** What was taken off invoices before tax. */
    ALLOWANCES,
    /** What was paid for in advance and not used in time. */
    FORFEITED
}

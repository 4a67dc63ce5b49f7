package io.wattledger.billing.invoice;

/** How a tenant came by a credit; tax follows from it. */
public enum CreditKind {
    /** Paid for in advance: it settles an amount with VAT, and is stated as prepaid (BT-113). */
    PAID,
    /** Given by the seller: it lowers what is taxed, as an allowance (BG-20). */
    PROMOTIONAL
}

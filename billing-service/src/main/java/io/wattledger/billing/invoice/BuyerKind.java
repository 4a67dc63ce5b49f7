package io.wattledger.billing.invoice;

/** What kind of party a buyer is; tax and format follow from it. */
public enum BuyerKind {
    /** A public body. */
    PUBLIC,
    /** A company or another taxable person. */
    BUSINESS,
    /** Anybody else. */
    CONSUMER
}

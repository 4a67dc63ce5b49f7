package io.wattledger.billing.tax;

/** What a buyer is to the rules of VAT. */
public enum Customer {
    /** A public body. */
    PUBLIC_BODY,
    /** A taxable person. */
    BUSINESS,
    /** Anybody else. */
    CONSUMER
}

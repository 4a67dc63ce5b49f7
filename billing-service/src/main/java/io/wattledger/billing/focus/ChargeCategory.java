package io.wattledger.billing.focus;

import java.util.Locale;

/** What FOCUS calls the nature of a charge. */
public enum ChargeCategory {
    /** By what was used. */
    USAGE("Usage", "Usage-Based"),
    /** By what was bought, used or not. */
    PURCHASE("Purchase", "Recurring"),
    /** Value-added tax. */
    TAX("Tax", "One-Time"),
    /** What the seller gives back. */
    CREDIT("Credit", "One-Time"),
    /** What rounding makes of the unrounded costs. */
    ADJUSTMENT("Adjustment", "One-Time");

    private final String text;
    private final String frequency;

    ChargeCategory(String text, String frequency) {
        this.text = text;
        this.frequency = frequency;
    }

    /** The value of the column. */
    public String text() {
        return text;
    }

    /** How often such a charge comes. */
    String frequency() {
        return frequency;
    }

    /** The invoice detail to which rows of this category add up. */
    public String detail(String invoiceNumber) {
        return invoiceNumber + "/" + text.toLowerCase(Locale.ROOT);
    }

    /** Whether rows of this category have a price and a SKU. */
    boolean priced() {
        return this == USAGE || this == PURCHASE;
    }
}

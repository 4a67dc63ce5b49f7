package io.wattledger.billing.focus;

/** What a FOCUS file holds. */
public enum FocusDataset {
    /** One row per charge and charge period. */
    COST_AND_USAGE("CostAndUsage"),
    /** One row per document and charge category; of 1.4. */
    INVOICE_DETAIL("InvoiceDetail"),
    /** One row per issuer and billing month; of 1.4. */
    BILLING_PERIOD("BillingPeriod");

    private final String text;

    FocusDataset(String text) {
        this.text = text;
    }

    /** The name as the specification writes it, without blanks. */
    public String text() {
        return text;
    }
}

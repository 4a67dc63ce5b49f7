package io.wattledger.billing.invoice;

/** What kind of document this is: the two codes of UNTDID 1001 that buyers everywhere take (BT-3). */
public enum DocumentType {
    /** Commercial invoice: the payable amount is due from the buyer. */
    INVOICE("380"),
    /**
     * Credit note: lines, VAT and totals stand with the signs of the invoice they take back, so they are as a rule
     * positive, and the payable amount is due to the buyer.
     */
    CREDIT_NOTE("381");

    private final String code;

    DocumentType(String code) {
        this.code = code;
    }

    /** The code of UNTDID 1001. */
    public String code() {
        return code;
    }
}

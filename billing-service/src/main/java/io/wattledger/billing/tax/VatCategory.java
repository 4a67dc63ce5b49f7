package io.wattledger.billing.tax;

/** Duty or tax categories of UNCL5305 that EN 16931 allows (BT-118, BT-151) and this seller uses. */
public enum VatCategory {
    /** Standard and reduced rates: VAT is charged. */
    S("Standard rate", true),
    /** Zero-rated goods and services. */
    Z("Zero rated", false),
    /** Exempt from VAT. */
    E("Exempt from VAT", false),
    /** Reverse charge: the buyer accounts for the VAT. */
    AE("VAT reverse charge", false),
    /** Export outside the tax area. */
    G("Free export item, VAT not charged", false),
    /** Intra-community supply. */
    K("Intra-community supply, VAT exempt", false),
    /** Outside the scope of VAT; carries no rate and forbids VAT identifiers (BR-O-02). */
    O("Outside scope of VAT", false);

    private final String words;
    private final boolean charged;

    VatCategory(String words, boolean charged) {
        this.words = words;
        this.charged = charged;
    }

    /** What the category means, in English. */
    public String words() {
        return words;
    }

    /** Whether VAT is charged, so that the rate must be above zero (BR-S-05); all others have the rate zero. */
    public boolean charged() {
        return charged;
    }

    /** Whether an exemption reason or its code must accompany the category (BR-E-10, BR-AE-10, BR-G-10 and so on). */
    public boolean needsReason() {
        return this != S && this != Z;
    }
}

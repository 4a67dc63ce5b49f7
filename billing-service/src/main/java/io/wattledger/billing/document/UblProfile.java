package io.wattledger.billing.document;

/** By whose specification a UBL document is written; the elements are the same, what it calls itself is not. */
public enum UblProfile {
    /** Peppol BIS Billing 3.0, in Norway EHF Billing 3.0. */
    PEPPOL_BIS("urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
    /** XRechnung 3.0. */
    XRECHNUNG("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0");

    /** BT-23, the same in both. */
    public static final String BUSINESS_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

    private final String specification;

    UblProfile(String specification) {
        this.specification = specification;
    }

    /** BT-24. */
    public String specification() {
        return specification;
    }
}

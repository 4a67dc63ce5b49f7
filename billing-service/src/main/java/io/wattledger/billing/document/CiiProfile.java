package io.wattledger.billing.document;

/** By whose specification a CII document is written; the elements are the same, what it calls itself is not. */
public enum CiiProfile {
    /** EN 16931 itself, which is what Factur-X and ZUGFeRD embed in a PDF. */
    EN_16931("urn:cen.eu:en16931:2017"),
    /** XRechnung 3.0. */
    XRECHNUNG("urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0");

    private final String specification;

    CiiProfile(String specification) {
        this.specification = specification;
    }

    /** BT-24. */
    public String specification() {
        return specification;
    }
}

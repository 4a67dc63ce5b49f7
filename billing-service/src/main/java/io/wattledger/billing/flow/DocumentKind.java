package io.wattledger.billing.flow;

/** The documents that are stored with an invoice. */
public enum DocumentKind {
    /** All that the invoice says, as data. */
    JSON("application/json", "json", "json"),
    /** For people to read; with Factur-X inside where the buyer gets it. */
    PDF("application/pdf", "pdf", "pdf"),
    /** Peppol BIS Billing 3.0. */
    UBL("application/xml", "xml", "peppol-bis"),
    /** XRechnung 3.0 in UBL. */
    XRECHNUNG_UBL("application/xml", "xml", "xrechnung-ubl"),
    /** XRechnung 3.0 in CII. */
    XRECHNUNG_CII("application/xml", "xml", "xrechnung-cii"),
    /** Its lines as a table. */
    CSV("text/csv", "csv", "csv");

    private final String mediaType;
    private final String extension;
    private final String wireName;

    DocumentKind(String mediaType, String extension, String wireName) {
        this.mediaType = mediaType;
        this.extension = extension;
        this.wireName = wireName;
    }

    /** Whether it is an electronic invoice by itself, which its receiver's software books. */
    public boolean isElectronicInvoice() {
        return mediaType.equals("application/xml");
    }

    /** The media type under which it is served, without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** The usual ending of file names, without the dot. */
    public String extension() {
        return extension;
    }

    /** Its name in paths and listings. */
    public String wireName() {
        return wireName;
    }
}

package io.wattledger.billing.flow;

/** The documents that are stored with every invoice. */
public enum DocumentKind {
    /** All that the invoice says, as data. */
    JSON("application/json", "json"),
    /** For people to read. */
    PDF("application/pdf", "pdf"),
    /** Peppol BIS Billing 3.0. */
    UBL("application/xml", "xml"),
    /** Its lines as a table. */
    CSV("text/csv", "csv");

    private final String mediaType;
    private final String extension;

    DocumentKind(String mediaType, String extension) {
        this.mediaType = mediaType;
        this.extension = extension;
    }

    /** The media type under which it is served, without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** The usual ending of file names, without the dot. */
    public String extension() {
        return extension;
    }
}

package io.wattledger.billing.document;

/** How grave a violation is. */
public enum Severity {
    /** The receiver will refuse the document, or it is wrong: it must not be issued. */
    ERROR,
    /** The receiver will take the document; somebody should look. */
    WARNING
}

package io.wattledger.billing.flow;

/**
 * A document as it was issued.
 *
 * @param kind what it is
 * @param sha256 hash of the bytes, hex
 * @param content the bytes
 */
public record InvoiceDocument(DocumentKind kind, String sha256, byte[] content) {}

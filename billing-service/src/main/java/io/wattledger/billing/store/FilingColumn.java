package io.wattledger.billing.store;

import io.wattledger.billing.flow.InvoiceBook.Filing;

/** The column {@code invoice.kind}. */
final class FilingColumn {

    private FilingColumn() {}

    static String toRow(Filing filing) {
        return switch (filing) {
            case INVOICE -> "invoice";
            case CORRECTION -> "correction";
            case CREDIT_NOTE -> "credit-note";
        };
    }

    static Filing fromRow(String kind) {
        return switch (kind) {
            case "invoice" -> Filing.INVOICE;
            case "correction" -> Filing.CORRECTION;
            case "credit-note" -> Filing.CREDIT_NOTE;
            default -> throw new IllegalStateException("an invoice is stored as '" + kind + "'");
        };
    }
}

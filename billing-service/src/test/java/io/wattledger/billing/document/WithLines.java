package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import java.util.List;

/** Invoices with other lines, whatever their totals say; for tests. */
final class WithLines {

    private WithLines() {}

    /** The same with {@code lines} in the place of its own. */
    static Invoice of(Invoice invoice, List<InvoiceLine> lines) {
        return new Invoice(
                invoice.heading(),
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                lines,
                invoice.vatBreakdown(),
                invoice.totals());
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import java.util.List;

/**
 * A document with the number it will have, provided that nobody else takes it before.
 *
 * @param filing what it is
 * @param invoice the document
 * @param printed its forms
 * @param effects what its lines do to lines of issued invoices
 */
record PlannedDocument(
        InvoiceBook.Filing filing, Invoice invoice, Documents.Printed printed, List<LineEffect> effects) {

    PlannedDocument {
        effects = List.copyOf(effects);
    }

    String number() {
        return invoice.heading().number();
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document with the number it will have, provided that nobody else takes it before.
 *
 * @param filing what it is
 * @param invoice the document
 * @param printed its forms
 * @param effects what its lines do to lines of issued invoices
 * @param basis from what discounts, commitments and credits were computed; absent where it has none
 */
record PlannedDocument(
        InvoiceBook.Filing filing,
        Invoice invoice,
        Documents.Printed printed,
        List<LineEffect> effects,
        @Nullable CommercialBasis basis) {

    /** A document to which no discount, commitment or credit is applied. */
    PlannedDocument(InvoiceBook.Filing filing, Invoice invoice, Documents.Printed printed, List<LineEffect> effects) {
        this(filing, invoice, printed, effects, null);
    }

    PlannedDocument {
        effects = List.copyOf(effects);
    }

    String number() {
        return invoice.heading().number();
    }
}

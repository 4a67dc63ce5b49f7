package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.evidence.InvoiceBasis;
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
 * @param basis what it was computed from
 */
record PlannedDocument(
        InvoiceBook.Filing filing,
        Invoice invoice,
        Documents.Printed printed,
        List<LineEffect> effects,
        InvoiceBasis basis) {

    PlannedDocument {
        effects = List.copyOf(effects);
    }

    /** From what discounts, commitments and credits were computed; null where it has none. */
    @Nullable
    CommercialBasis commercial() {
        return switch (basis) {
            case InvoiceBasis.OfMonth month -> month.commercial();
            case InvoiceBasis.OfIncrease increase -> increase.commercial();
            case InvoiceBasis.OfCredit ignored -> null;
            case InvoiceBasis.OfDecrease ignored -> null;
        };
    }

    String number() {
        return invoice.heading().number();
    }
}

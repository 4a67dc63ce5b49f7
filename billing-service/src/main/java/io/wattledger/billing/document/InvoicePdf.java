package io.wattledger.billing.document;

import io.quarkus.qute.Template;
import io.wattledger.billing.invoice.Invoice;
import org.jspecify.annotations.Nullable;

/**
 * Writes an invoice for people: A4 pages as PDF/A-3b with tagged text and embedded fonts, in the buyer's language (see
 * {@link Words}). The same invoice always gives the same bytes.
 */
public final class InvoicePdf {

    private static final Template TEMPLATE = PdfPages.template("invoice.html");

    private InvoicePdf() {}

    /** The document for people alone. */
    public static byte[] write(Invoice invoice) {
        return write(invoice, null);
    }

    /**
     * The document.
     *
     * @param facturX the invoice as CII by EN 16931, to be embedded as Factur-X; absent for people alone
     */
    public static byte[] write(Invoice invoice, byte @Nullable [] facturX) {
        return PdfPages.write(html(invoice), rendered -> {
            if (facturX != null) {
                FacturX.embed(rendered, facturX, invoice.heading().issueDate());
            }
            PdfIdentity.set(rendered, invoice.heading().issueDate(), InvoiceJson.write(invoice));
        });
    }

    /** The page as HTML, from which the PDF is made. */
    static String html(Invoice invoice) {
        return TEMPLATE.data("page", PrintedInvoice.of(invoice)).render();
    }
}

package io.wattledger.billing.document;

import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;

/** The XML of an invoice in one of the formats for machines. */
public final class EInvoice {

    private EInvoice() {}

    /** The document in UTF-8; for Factur-X that which is embedded in the PDF. */
    public static byte[] write(Invoice invoice, DocumentFormat format) {
        return switch (format) {
            case PEPPOL_BIS -> UblInvoice.write(invoice, UblProfile.PEPPOL_BIS);
            case XRECHNUNG_UBL -> UblInvoice.write(invoice, UblProfile.XRECHNUNG);
            case XRECHNUNG_CII -> CiiInvoice.write(invoice, CiiProfile.XRECHNUNG);
            case FACTUR_X -> CiiInvoice.write(invoice, CiiProfile.EN_16931);
        };
    }
}

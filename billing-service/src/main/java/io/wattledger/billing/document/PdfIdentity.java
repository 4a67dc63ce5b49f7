package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Invoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * Gives a PDF the dates and the identifier that follow from the invoice: libraries put in the time of writing and
 * something random, so that no two renderings would have the same hash.
 */
final class PdfIdentity {

    private PdfIdentity() {}

    static void set(PDDocument document, Invoice invoice) throws IOException {
        LocalDate issued = invoice.heading().issueDate();
        GregorianCalendar midnight = GregorianCalendar.from(issued.atStartOfDay(ZoneOffset.UTC));
        PDDocumentInformation information = document.getDocumentInformation();
        information.setCreationDate(midnight);
        information.setModificationDate(midnight);
        PDMetadata metadata = document.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        // PDF/A wants both places to say the same.
        String dated = xmp.replaceAll("(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*", "$1" + issued + "T00:00:00Z");
        metadata.importXMPMetadata(dated.getBytes(StandardCharsets.UTF_8));
        document.setDocumentId(identifier(invoice));
    }

    /** A number from the content: the same invoice has the same, another one another. */
    private static long identifier(Invoice invoice) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(InvoiceJson.write(invoice));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

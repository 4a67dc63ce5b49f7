package io.wattledger.billing.document;

import io.wattledger.contracts.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;

/**
 * Gives a PDF the dates and the identifier that follow from its content: libraries put in the time of writing and
 * something random, so that no two renderings would have the same hash.
 */
final class PdfIdentity {

    private PdfIdentity() {}

    /** Dates it to midnight of a day; the same content has the same identifier, another one another. */
    static void set(PDDocument document, LocalDate issued, byte[] content) throws IOException {
        GregorianCalendar midnight = GregorianCalendar.from(issued.atStartOfDay(ZoneOffset.UTC));
        PDDocumentInformation information = document.getDocumentInformation();
        information.setCreationDate(midnight);
        information.setModificationDate(midnight);
        PDMetadata metadata = document.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        // PDF/A wants both places to say the same.
        String dated = xmp.replaceAll("(<xmp:(?:Create|Modify|Metadata)Date>)[^<]*", "$1" + issued + "T00:00:00Z");
        metadata.importXMPMetadata(dated.getBytes(StandardCharsets.UTF_8));
        document.setDocumentId(identifier(content));
    }

    private static long identifier(byte[] content) {
        return ByteBuffer.wrap(Sha256.of(content)).getLong();
    }
}

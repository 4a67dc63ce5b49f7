package io.wattledger.billing.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/**
 * Embeds an invoice's CII in its PDF by Factur-X 1.0 (profile EN 16931), which ZUGFeRD 2 shares: the file, its relation
 * to the page, and the extension of the metadata that says so.
 */
final class FacturX {

    private static final String FILE_NAME = "factur-x.xml";
    private static final String SCHEMAS = "<pdfaExtension:schemas>";
    private static final String END_OF_BAG = "</rdf:Bag>";
    private static final String END_OF_METADATA = "</rdf:RDF>";

    private FacturX() {}

    static void embed(PDDocument document, byte[] cii, LocalDate issued) throws IOException {
        PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(cii), COSName.FLATE_DECODE);
        GregorianCalendar midnight = GregorianCalendar.from(issued.atStartOfDay(ZoneOffset.UTC));
        file.setSubtype("text/xml");
        file.setSize(cii.length);
        file.setCreationDate(midnight);
        file.setModDate(midnight);
        PDComplexFileSpecification specification = new PDComplexFileSpecification();
        specification.setFile(FILE_NAME);
        specification.setFileUnicode(FILE_NAME);
        specification.setFileDescription("Factur-X");
        specification.setEmbeddedFile(file);
        specification.setEmbeddedFileUnicode(file);
        // The same invoice in another form; ISO 19005-3 wants the relation named.
        specification.getCOSObject().setName(COSName.getPDFName("AFRelationship"), "Alternative");
        PDEmbeddedFilesNameTreeNode tree = new PDEmbeddedFilesNameTreeNode();
        tree.setNames(Map.of(FILE_NAME, specification));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(document.getDocumentCatalog());
        names.setEmbeddedFiles(tree);
        document.getDocumentCatalog().setNames(names);
        COSArray associated = new COSArray();
        associated.add(specification);
        document.getDocumentCatalog().getCOSObject().setItem(COSName.getPDFName("AF"), associated);
        PDMetadata metadata = document.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        metadata.importXMPMetadata(extended(xmp).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The metadata with Factur-X's schema in the one bag of extension schemas that the renderer has written: beside a
     * second bag none of them can be read, and the file silently is no PDF/A-3 any more.
     */
    static String extended(String xmp) {
        int bag = xmp.indexOf(SCHEMAS);
        int end = bag < 0 ? -1 : xmp.indexOf(END_OF_BAG, lastSchema(xmp, bag));
        int last = xmp.indexOf(END_OF_METADATA);
        if (end < 0 || last < end || xmp.indexOf(SCHEMAS, bag + 1) >= 0) {
            throw new IllegalStateException("the renderer's metadata does not have exactly one bag of schemas");
        }
        return xmp.substring(0, end) + schema() + xmp.substring(end, last) + values() + xmp.substring(last);
    }

    /** Where the last property list inside the bag ends, so that the next end of a bag or list is the bag's own. */
    private static int lastSchema(String xmp, int bag) {
        int close = xmp.indexOf("</pdfaExtension:schemas>", bag);
        return close < 0 ? bag : xmp.lastIndexOf("</rdf:li>", close);
    }

    private static String schema() {
        return "<rdf:li rdf:parseType=\"Resource\">"
                + "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
                + "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
                + "</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"
                + property("DocumentFileName", "name of the embedded XML invoice file")
                + property("DocumentType", "INVOICE")
                + property("Version", "The actual version of the Factur-X XML schema")
                + property("ConformanceLevel", "The conformance level of the embedded Factur-X data")
                + "</rdf:Seq></pdfaSchema:property></rdf:li>";
    }

    private static String property(String name, String description) {
        return "<rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>" + name + "</pdfaProperty:name>"
                + "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
                + "<pdfaProperty:category>external</pdfaProperty:category>"
                + "<pdfaProperty:description>" + description + "</pdfaProperty:description></rdf:li>";
    }

    private static String values() {
        return "<rdf:Description rdf:about=\"\" xmlns:fx=\"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\">"
                + "<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>" + FILE_NAME
                + "</fx:DocumentFileName><fx:Version>1.0</fx:Version>"
                + "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>";
    }
}

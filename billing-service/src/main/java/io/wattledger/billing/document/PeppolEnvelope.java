package io.wattledger.billing.document;

import com.helger.datetime.xml.XMLOffsetDateTime;
import com.helger.peppol.sbdh.PeppolSBDHData;
import com.helger.peppol.sbdh.PeppolSBDHDataWriter;
import com.helger.peppolid.factory.PeppolIdentifierFactory;
import com.helger.sbdh.SBDMarshaller;
import io.wattledger.billing.invoice.ElectronicAddress;
import io.wattledger.billing.invoice.Invoice;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Puts a UBL document into the envelope in which Peppol carries it (Peppol Business Message Envelope 2.0, a Standard Business
 * Document Header): from whom, to whom, which kind of document under which process.
 */
public final class PeppolEnvelope {

    private static final String UBL_VERSION = "2.1";

    private PeppolEnvelope() {}

    /**
     * The envelope; the same arguments give the same bytes.
     *
     * @param id identifies it, the same on every attempt
     * @param at when it was made
     * @param receiver scheme and value, such as {@code 0192:999002234}
     * @param ubl the document
     * @throws IllegalArgumentException when the seller has no electronic address, or something of the document is missing
     */
    public static byte[] write(String id, Instant at, Invoice invoice, String receiver, byte[] ubl) {
        ElectronicAddress sender = invoice.seller().electronicAddress();
        if (sender == null) {
            throw new IllegalArgumentException("the seller has no electronic address to send from");
        }
        Element document = parse(ubl);
        String namespace = document.getNamespaceURI();
        String name = document.getLocalName();
        PeppolSBDHData envelope = new PeppolSBDHData(PeppolIdentifierFactory.INSTANCE)
                .setSenderWithDefaultScheme(sender.scheme() + ":" + sender.id())
                .setReceiverWithDefaultScheme(receiver)
                .setDocumentTypeWithBusdoxDocidQns(
                        namespace + "::" + name + "##" + text(document, "CustomizationID") + "::" + UBL_VERSION)
                .setProcessWithDefaultScheme(text(document, "ProfileID"))
                .setCountryC1(invoice.seller().identity().country())
                .setDocumentIdentification(
                        namespace, UBL_VERSION, name, id, XMLOffsetDateTime.ofInstant(at, ZoneOffset.UTC))
                .setBusinessMessageNoClone(document);
        StringBuilder missing = new StringBuilder();
        if (!envelope.areAllFieldsSet(fault -> missing.append(fault).append("; "))) {
            throw new IllegalArgumentException("the envelope is not complete: " + missing);
        }
        byte[] bytes =
                new SBDMarshaller().getAsBytes(new PeppolSBDHDataWriter().createStandardBusinessDocument(envelope));
        if (bytes == null) {
            throw new IllegalStateException("the envelope of " + id + " cannot be written");
        }
        return bytes;
    }

    private static Element parse(byte[] ubl) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(ubl))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("a document of ours is not XML", e);
        }
    }

    private static String text(Element document, String name) {
        return document.getElementsByTagNameNS("*", name)
                .item(0)
                .getTextContent()
                .strip();
    }
}

package io.wattledger.billing.document;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes UBL elements one after the other. An element without content is left out, since Peppol allows no empty one
 * (PEPPOL-EN16931-R008); a character that XML does not allow becomes U+FFFD.
 */
final class UblElements {

    private static final String COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static final String FIELDS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
    private static final char REPLACEMENT = '\uFFFD';
    private static final WstxOutputFactory FACTORY = newFactory();

    // A Writer, because Woodstox is several times faster on one than on a stream.
    private final StringWriter text = new StringWriter(8192);
    private final XMLStreamWriter xml;

    /** Begins a document whose root element is {@code root} of {@code namespace}. */
    UblElements(String root, String namespace) {
        try {
            xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("", root, namespace);
            xml.writeDefaultNamespace(namespace);
            xml.writeNamespace("cac", COMPONENTS);
            xml.writeNamespace("cbc", FIELDS);
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** Opens a component ({@code cac}), runs {@code content} inside and closes it. */
    UblElements component(String name, Runnable content) {
        try {
            xml.writeStartElement("cac", name, COMPONENTS);
            content.run();
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** A field ({@code cbc}); left out where {@code value} is absent or blank. */
    UblElements field(String name, @Nullable String value) {
        return field(name, value, "", null);
    }

    /** A field with one attribute; the attribute is left out where it is absent. */
    UblElements field(String name, @Nullable String value, String attribute, @Nullable String attributeValue) {
        if (value == null || value.isBlank()) {
            return this;
        }
        try {
            xml.writeStartElement("cbc", name, FIELDS);
            if (attributeValue != null) {
                xml.writeAttribute(attribute, attributeValue);
            }
            xml.writeCharacters(value.strip());
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** A decimal field without exponent, with one attribute. */
    UblElements number(String name, BigDecimal value, String attribute, String attributeValue) {
        return field(name, value.toPlainString(), attribute, attributeValue);
    }

    /** Ends the document. */
    byte[] finish() {
        try {
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private static WstxOutputFactory newFactory() {
        WstxOutputFactory factory = new WstxOutputFactory();
        factory.setProperty(
                WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER,
                new InvalidCharHandler.ReplacingHandler(REPLACEMENT));
        return factory;
    }

    private static IllegalStateException failed(XMLStreamException cause) {
        return new IllegalStateException("writing XML into memory failed", cause);
    }
}

package io.wattledger.billing.document;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes XML elements one after the other into memory. An element without content is left out, since Peppol allows no
 * empty one (PEPPOL-EN16931-R008); a character that XML does not allow becomes U+FFFD.
 */
final class XmlText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final WstxOutputFactory FACTORY = newFactory();

    /** A multiple of three bytes, so that the pieces of a file join to its base 64. */
    private static final int PIECE = 3 * 8192;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    // A Writer, because Woodstox is several times faster on one than on a stream.
    private final Writer text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    private final XMLStreamWriter xml;

    /**
     * Begins a document.
     *
     * @param prefix of the root element, empty for none
     * @param root local name of the root element
     * @param namespaces by prefix, in the order in which they are declared
     */
    XmlText(String prefix, String root, Map<String, String> namespaces) {
        try {
            xml = FACTORY.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement(prefix, root, namespaces.getOrDefault(prefix, ""));
            for (Map.Entry<String, String> namespace : namespaces.entrySet()) {
                if (namespace.getKey().isEmpty()) {
                    xml.writeDefaultNamespace(namespace.getValue());
                } else {
                    xml.writeNamespace(namespace.getKey(), namespace.getValue());
                }
            }
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** Opens an element, runs {@code content} inside and closes it. */
    void parent(String prefix, String name, String namespace, Runnable content) {
        try {
            xml.writeStartElement(prefix, name, namespace);
            content.run();
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** An element with text and at most one attribute; left out where the text is absent or blank. */
    void leaf(
            String prefix,
            String name,
            String namespace,
            @Nullable String value,
            String attribute,
            @Nullable String attributeValue) {
        if (value == null || value.isBlank()) {
            return;
        }
        try {
            xml.writeStartElement(prefix, name, namespace);
            if (attributeValue != null) {
                xml.writeAttribute(attribute, attributeValue);
            }
            xml.writeCharacters(value.strip());
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** An element with a file in base 64, its media type and its name. */
    void file(String prefix, String name, String namespace, Attachment file) {
        try {
            xml.writeStartElement(prefix, name, namespace);
            xml.writeAttribute("mimeCode", file.mediaType());
            xml.writeAttribute("filename", file.name());
            byte[] content = file.content();
            for (int start = 0; start < content.length; start += PIECE) {
                byte[] piece = Arrays.copyOfRange(content, start, Math.min(content.length, start + PIECE));
                xml.writeCharacters(Base64.getEncoder().encodeToString(piece));
            }
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** Ends the document, in UTF-8. */
    byte[] finish() {
        try {
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
            text.close();
            return bytes.toByteArray();
        } catch (XMLStreamException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException("writing XML into memory failed", e);
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

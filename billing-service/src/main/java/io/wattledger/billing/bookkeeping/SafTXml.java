package io.wattledger.billing.bookkeeping;

import com.ctc.wstx.api.InvalidCharHandler;
import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes elements of a SAF-T file one after the other. An element without content is left out; a character that XML does not
 * allow becomes U+FFFD.
 */
final class SafTXml {

    /** Names of the schema's text types with the most characters that they take. */
    enum Length {
        /** {@code SAFshorttextType}. */
        SHORT(18),
        /** {@code SAFmiddle1textType}. */
        MIDDLE_1(35),
        /** {@code SAFmiddle2textType}. */
        MIDDLE_2(70),
        /** {@code SAFlongtextType}. */
        LONG(256);

        private final int characters;

        Length(int characters) {
            this.characters = characters;
        }
    }

    private static final String NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO";
    private static final char REPLACEMENT = '\uFFFD';
    private static final WstxOutputFactory FACTORY = newFactory();

    private final XMLStreamWriter xml;
    private int depth;

    /** Writes elements that stand {@code depth} levels below the root. */
    SafTXml(OutputStream out, int depth) {
        this.depth = depth;
        try {
            xml = FACTORY.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** Begins the file. */
    void root(String name) {
        try {
            xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
            begin(name);
            xml.writeDefaultNamespace(NAMESPACE);
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    void begin(String name) {
        try {
            indent();
            xml.writeStartElement(name);
            depth++;
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    void end() {
        try {
            depth--;
            indent();
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    void element(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return;
        }
        try {
            indent();
            xml.writeStartElement(name);
            xml.writeCharacters(text);
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    /** Free text, cut to what the schema allows. What identifies something is never cut. */
    void words(String name, @Nullable String text, Length most) {
        if (text == null || text.length() <= most.characters) {
            element(name, text);
            return;
        }
        boolean isInsideAPair = Character.isHighSurrogate(text.charAt(most.characters - 1));
        element(name, text.substring(0, isInsideAPair ? most.characters - 1 : most.characters));
    }

    void number(String name, BigDecimal number) {
        element(name, number.toPlainString());
    }

    /** {@code amount} in the element for debits where it is above or at zero, else in that for credits. */
    void side(String debit, String credit, BigDecimal amount) {
        number(amount.signum() < 0 ? credit : debit, amount.abs());
    }

    /** Hands everything that was written to the stream, so that others can write to it. */
    void flush() {
        try {
            xml.flush();
        } catch (XMLStreamException e) {
            throw failed(e);
        }
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }

    private static WstxOutputFactory newFactory() {
        WstxOutputFactory factory = new WstxOutputFactory();
        factory.setProperty(
                WstxOutputProperties.P_OUTPUT_INVALID_CHAR_HANDLER,
                new InvalidCharHandler.ReplacingHandler(REPLACEMENT));
        // Transactions are written ahead of the file that they belong to, and so have no root.
        factory.setProperty(WstxOutputProperties.P_OUTPUT_VALIDATE_STRUCTURE, false);
        return factory;
    }

    private static IllegalStateException failed(XMLStreamException e) {
        return new IllegalStateException("the SAF-T file cannot be written", e);
    }
}

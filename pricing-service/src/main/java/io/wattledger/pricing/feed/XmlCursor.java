package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.DocumentFault;
import io.wattledger.pricing.energy.UnreadableDocument;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A position in an XML file that knows its line. Document types and outer entities are off: a price document has
 * neither, and one that has is an attack.
 */
final class XmlCursor {

    /** The instants of the market documents: minutes, sometimes seconds, always with an offset. */
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss][.SSS]XXX");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final String file;
    private final XMLStreamReader reader;

    XmlCursor(String file, byte[] bytes) {
        this.file = file;
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            this.reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** Moves to the root element and returns its local name. */
    String root() {
        try {
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw refuse("DOCTYPE", null, "is not allowed in a price document");
                }
            }
            return reader.getLocalName();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** Moves to the next child of the element and returns its local name; null at the end of the element. */
    @Nullable
    String child() {
        try {
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        return reader.getLocalName();
                    }
                    case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
                        return null;
                    }
                    default -> {
                        // Text, comments and white space between elements mean nothing.
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** The text of the element, up to its end. */
    String text() {
        try {
            return reader.getElementText().strip();
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** Passes over the element with all that is in it. */
    void skip() {
        try {
            int depth = 1;
            while (depth > 0) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        } catch (XMLStreamException e) {
            throw malformed(e);
        }
    }

    /** The text of the element as an instant. */
    Instant instant(String field) {
        String text = text();
        try {
            return OffsetDateTime.parse(text, INSTANT).toInstant();
        } catch (DateTimeException e) {
            throw refuse(field, text, "must be an instant with offset, for example 2026-10-24T22:00Z");
        }
    }

    /** The text of the element as a decimal; exact. */
    BigDecimal decimal(String field) {
        String text = text();
        if (!DECIMAL.matcher(text).matches()) {
            throw refuse(field, text, "must be a decimal number with a point");
        }
        return new BigDecimal(text);
    }

    /** The text of the element as a whole number. */
    int integer(String field) {
        String text = text();
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw refuse(field, text, "must be a whole number");
        }
    }

    /** The line of the position. */
    long line() {
        return reader.getLocation().getLineNumber();
    }

    /** A refusal at the line of the position. */
    UnreadableDocument refuse(String field, @Nullable String value, String rule) {
        return UnreadableDocument.because(new DocumentFault(file, line(), 0, field, value, rule));
    }

    private UnreadableDocument malformed(XMLStreamException e) {
        long line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
        String message = String.valueOf(e.getMessage())
                .lines()
                .reduce((first, last) -> last)
                .orElse("");
        return UnreadableDocument.because(
                new DocumentFault(file, line, 0, "XML", null, "is not well-formed: " + message));
    }
}

package io.wattledger.billing.payment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * An element of a bank statement with the way that leads to it.
 *
 * @param element with its children
 * @param place where it stands
 */
record XmlPart(Element element, String place) {

    /** Faults are thrown; the parser has nothing to print. */
    private static final ErrorHandler SILENT = new ErrorHandler() {
        @Override
        public void warning(SAXParseException e) {
            // A warning does not make a statement wrong.
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    };

    /** The root of a document without a document type: nothing outside the file is ever read. */
    static XmlPart root(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(SILENT);
            return new XmlPart(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement(), "");
        } catch (SAXParseException e) {
            throw new StatementRefused(
                    "line " + e.getLineNumber() + ", column " + e.getColumnNumber(),
                    "is not XML as a bank writes it: " + e.getMessage());
        } catch (SAXException | IOException e) {
            throw new StatementRefused("the file", "is not XML: " + e.getMessage());
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The children of that name, in order. */
    List<XmlPart> all(String name) {
        List<XmlPart> parts = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && name.equals(child.getLocalName())) {
                parts.add(new XmlPart(child, place + "/" + name + "/" + (parts.size() + 1)));
            }
        }
        return parts;
    }

    /** What the names lead to, each time the first child of that name; absent where there is none. */
    @Nullable
    XmlPart at(String... names) {
        XmlPart part = this;
        for (String name : names) {
            List<XmlPart> found = part.all(name);
            if (found.isEmpty()) {
                return null;
            }
            part = found.getFirst();
        }
        return part;
    }

    /** The text that the names lead to, without space around it; absent where there is none or it is blank. */
    @Nullable
    String text(String... names) {
        XmlPart part = at(names);
        return part == null || part.text().isEmpty() ? null : part.text();
    }

    /** Its own text, without space around it. */
    String text() {
        return element.getTextContent().strip();
    }

    /** The text that the names lead to. */
    String needed(String... names) {
        String text = text(names);
        if (text == null) {
            throw new StatementRefused(place + "/" + String.join("/", names), "is missing");
        }
        return text;
    }
}

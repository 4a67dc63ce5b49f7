package io.wattledger.billing.bookkeeping;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Checks a SAF-T file from its beginning to its end without keeping it. The schema is ours: it has the elements that this
 * program writes, with the order, occurrence, lengths and digits that version 1.30 gives them. The Tax Administration's own
 * file carries no licence by which it could be passed on; see decision 0020.
 */
public final class SafTSchema {

    private static final String FILE = "saf-t-1.30-general-ledger.xsd";

    private final Schema schema;

    /** Reads the schema. */
    public SafTSchema() {
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            schema = factory.newSchema(
                    new StreamSource(Objects.requireNonNull(SafTSchema.class.getResourceAsStream(FILE))));
        } catch (SAXException e) {
            throw new IllegalStateException(FILE + " is no schema", e);
        }
    }

    /** The first rule that a file breaks, with its line and element; empty where it breaks none. */
    public Optional<String> flaw(InputStream file) throws IOException {
        FirstFlaw first = new FirstFlaw();
        try {
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.setErrorHandler(first);
            validator.validate(new StreamSource(file));
        } catch (SAXException e) {
            return Optional.of(first.isFound() ? first.words() : String.valueOf(e.getMessage()));
        }
        return first.isFound() ? Optional.of(first.words()) : Optional.empty();
    }

    /** Of a value that is wrong the checker first says why and then in which element; after that it may stop. */
    private static final class FirstFlaw implements ErrorHandler {
        private final List<String> messages = new ArrayList<>();
        private int line;

        boolean isFound() {
            return !messages.isEmpty();
        }

        String words() {
            return "line " + line + ": " + String.join(" ", messages);
        }

        @Override
        public void warning(SAXParseException flaw) {
            // A remark on the schema says nothing of the file.
        }

        @Override
        public void error(SAXParseException flaw) throws SAXParseException {
            if (messages.isEmpty()) {
                line = flaw.getLineNumber();
            } else if (messages.size() > 1 || flaw.getLineNumber() != line) {
                throw flaw;
            }
            messages.add(flaw.getMessage());
        }

        @Override
        public void fatalError(SAXParseException flaw) throws SAXParseException {
            error(flaw);
            throw flaw;
        }
    }
}

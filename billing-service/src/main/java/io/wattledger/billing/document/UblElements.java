package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes UBL elements one after the other; see {@link XmlText}. */
final class UblElements {

    private static final String COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static final String FIELDS = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private final XmlText xml;

    /** Begins a document whose root element is {@code root} of {@code namespace}. */
    UblElements(String root, String namespace) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("", namespace);
        namespaces.put("cac", COMPONENTS);
        namespaces.put("cbc", FIELDS);
        xml = new XmlText("", root, namespaces);
    }

    /** Opens a component ({@code cac}), runs {@code content} inside and closes it. */
    UblElements component(String name, Runnable content) {
        xml.parent("cac", name, COMPONENTS, content);
        return this;
    }

    /** A field ({@code cbc}); left out where {@code value} is absent or blank. */
    UblElements field(String name, @Nullable String value) {
        return field(name, value, "", null);
    }

    /** A field with one attribute; the attribute is left out where it is absent. */
    UblElements field(String name, @Nullable String value, String attribute, @Nullable String attributeValue) {
        xml.leaf("cbc", name, FIELDS, value, attribute, attributeValue);
        return this;
    }

    /** A decimal field without exponent, with one attribute. */
    UblElements number(String name, BigDecimal value, String attribute, String attributeValue) {
        return field(name, value.toPlainString(), attribute, attributeValue);
    }

    /** An amount with its currency. */
    UblElements amount(String name, Money money) {
        return number(name, money.amount(), "currencyID", money.currency().getCurrencyCode());
    }

    /** A file (BT-125). */
    UblElements file(String name, Attachment file) {
        xml.file("cbc", name, FIELDS, file);
        return this;
    }

    /** Ends the document. */
    byte[] finish() {
        return xml.finish();
    }
}

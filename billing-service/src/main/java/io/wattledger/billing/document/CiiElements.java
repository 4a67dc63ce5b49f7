package io.wattledger.billing.document;

import io.wattledger.billing.invoice.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes elements of a Cross Industry Invoice one after the other; see {@link XmlText}. */
final class CiiElements {

    private static final String DOCUMENT = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";
    private static final String ENTITIES =
            "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100";
    private static final String QUALIFIED = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100";
    private static final String UNQUALIFIED = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100";

    /** UNTDID 2379: a date as CCYYMMDD. */
    private static final String CALENDAR_DATE = "102";

    private final XmlText xml;

    /** Begins a document. */
    CiiElements() {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces.put("rsm", DOCUMENT);
        namespaces.put("ram", ENTITIES);
        namespaces.put("qdt", QUALIFIED);
        namespaces.put("udt", UNQUALIFIED);
        xml = new XmlText("rsm", "CrossIndustryInvoice", namespaces);
    }

    /** One of the three parts of the document. */
    void part(String name, Runnable content) {
        xml.parent("rsm", name, DOCUMENT, content);
    }

    /** Opens an entity, runs {@code content} inside and closes it. */
    CiiElements entity(String name, Runnable content) {
        xml.parent("ram", name, ENTITIES, content);
        return this;
    }

    /** A field; left out where {@code value} is absent or blank. */
    CiiElements field(String name, @Nullable String value) {
        return field(name, value, "", null);
    }

    /** A field with one attribute; the attribute is left out where it is absent. */
    CiiElements field(String name, @Nullable String value, String attribute, @Nullable String attributeValue) {
        xml.leaf("ram", name, ENTITIES, value, attribute, attributeValue);
        return this;
    }

    /** An entity with one field; left out where {@code value} is absent or blank. */
    CiiElements nested(String name, String field, @Nullable String value) {
        return nested(name, field, value, null);
    }

    /** An entity with one identifier of a scheme; left out where {@code value} is absent or blank. */
    CiiElements nested(String name, String field, @Nullable String value, @Nullable String scheme) {
        if (value != null && !value.isBlank()) {
            entity(name, () -> field(field, value, "schemeID", scheme));
        }
        return this;
    }

    /** An amount, whose currency the document states once. */
    CiiElements amount(String name, Money money) {
        return field(name, money.amount().toPlainString());
    }

    /** A decimal without exponent, with one attribute. */
    CiiElements number(String name, BigDecimal value, String attribute, String attributeValue) {
        return field(name, value.toPlainString(), attribute, attributeValue);
    }

    /** A file (BT-125). */
    CiiElements file(String name, Attachment file) {
        xml.file("ram", name, ENTITIES, file);
        return this;
    }

    /** A date. */
    CiiElements date(String name, LocalDate date) {
        return entity(name, () -> dateString("udt", UNQUALIFIED, date));
    }

    /** A date of the type that references to documents take. */
    CiiElements formattedDate(String name, LocalDate date) {
        return entity(name, () -> dateString("qdt", QUALIFIED, date));
    }

    /** A yes or no. */
    CiiElements indicator(String name, boolean value) {
        return entity(name, () -> xml.leaf("udt", "Indicator", UNQUALIFIED, Boolean.toString(value), "", null));
    }

    /** Ends the document. */
    byte[] finish() {
        return xml.finish();
    }

    private void dateString(String prefix, String namespace, LocalDate date) {
        String digits = date.format(DateTimeFormatter.BASIC_ISO_DATE);
        xml.leaf(prefix, "DateTimeString", namespace, digits, "format", CALENDAR_DATE);
    }
}

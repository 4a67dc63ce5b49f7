package io.wattledger.billing.document;

import io.quarkus.qute.RawString;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.Contact;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LegalIdentity;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.billing.invoice.Seller;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatGround;
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is printed on an invoice, in the words and figures of the buyer's language; the template only places
 * it. Keys are the names that {@code invoice.html} uses.
 */
final class PrintedInvoice {

    /** Languages in which Norwegian law takes sales documents (bookkeeping act, section 12). */

    /** Labels explained in English where the law of the seller's country does not take the buyer's language. */
    private static final List<String> GLOSSARY = List.of(
            "title",
            "label.number",
            "label.issueDate",
            "label.dueDate",
            "label.period",
            "buyer",
            "total.payable",
            "total.withoutVat",
            "vat.title",
            "vat.taxable",
            "pay.title",
            "pay.reference",
            "lines.item",
            "lines.quantity",
            "lines.price",
            "kind.GPU_TIME",
            "kind.ENERGY");

    /** Texts that call a document an invoice, by what they are on a credit note. */
    private static final Map<String, String> OF_CREDIT_NOTES = Map.of(
            "title", "title.credit",
            "label.number", "label.number.credit",
            "label.issueDate", "label.issueDate.credit",
            "buyer", "buyer.credit",
            "total.payable", "total.credited",
            "foot.contact", "foot.contact.credit");

    private static final int IBAN_GROUP = 4;

    private final Invoice invoice;
    private final Words words;

    private PrintedInvoice(Invoice invoice) {
        this.invoice = invoice;
        this.words = Words.of(invoice.buyer().language());
    }

    /** The data of the template. */
    static Map<String, Object> of(Invoice invoice) {
        PrintedInvoice printed = new PrintedInvoice(invoice);
        Map<String, Object> page = new LinkedHashMap<>();
        printed.heading(page);
        printed.parties(page);
        printed.payment(page);
        printed.vat(page);
        PrintedLines lines = new PrintedLines(invoice, printed.words);
        new PrintedSummary(invoice, printed.words).put(page);
        new PrintedTerms(invoice, printed.words).put(page);
        lines.lines(page);
        page.put("foot", printed.foot());
        return page;
    }

    private void heading(Map<String, Object> page) {
        Heading heading = invoice.heading();
        page.put("language", words.tag());
        page.put(
                "subject",
                words.text(
                        "picture.subject",
                        title(),
                        heading.number(),
                        invoice.seller().name()));
        page.put("title", title());
        page.put("number", heading.number());
        page.put("style", new RawString(PrintedStyle.of(words.text("page", title() + " " + heading.number()), words)));
        List<Map<String, String>> facts = new ArrayList<>();
        fact(facts, key("label.number"), heading.number());
        CreditedInvoice credited = heading.credited();
        if (credited != null) {
            fact(facts, "label.credited", credited.number() + ", " + words.shortDate(credited.issueDate()));
        }
        fact(facts, key("label.issueDate"), words.date(heading.issueDate()));
        fact(facts, "label.dueDate", words.date(heading.dueDate()));
        fact(
                facts,
                "label.period",
                words.text(
                        "period",
                        words.shortDate(heading.period().firstDay()),
                        words.shortDate(heading.period().lastDay())));
        fact(facts, "label.timeZone", heading.period().timeZone().getId());
        fact(facts, "label.buyerReference", invoice.references().buyerReference());
        fact(facts, "label.orderReference", invoice.references().orderReference());
        fact(facts, "label.costCentre", invoice.heading().period().accountingReference());
        fact(facts, "label.contractReference", invoice.references().contractReference());
        fact(facts, "label.customer", invoice.buyer().tenant());
        page.put("facts", facts);
        String why = HeaderTerms.why(credited, words);
        page.put("whyCaption", words.text("label.why"));
        page.put("why", why == null ? "" : why);
    }

    private void parties(Map<String, Object> page) {
        Seller seller = invoice.seller();
        List<String> sellerFacts = new ArrayList<>(List.of(String.join(" · ", address(seller.address()))));
        sellerFacts.add(String.join(" · ", registers(seller.identity())));
        Contact contact = seller.contact();
        if (contact != null) {
            sellerFacts.add(joined(" · ", contact.name(), contact.email(), contact.phone()));
        }
        page.put("seller", Map.of("name", seller.name(), "facts", present(sellerFacts)));
        Buyer buyer = invoice.buyer();
        page.put("buyerCaption", words.text(key("buyer")));
        page.put(
                "buyer",
                Map.of(
                        "name", buyer.name(),
                        "address", address(buyer.address()),
                        "facts", registers(buyer.identity())));
    }

    private void payment(Map<String, Object> page) {
        var bank = invoice.seller().bank();
        page.put("payableCaption", words.text(payableKey()));
        page.put("payable", money(invoice.totals().payable()));
        page.put(
                "payBy",
                words.text(
                        isCredit() ? "pay.credit" : "pay.by",
                        words.date(invoice.heading().dueDate())));
        page.put("payTitle", words.text("pay.title"));
        List<Map<String, String>> facts = new ArrayList<>();
        if (!isCredit()) {
            fact(facts, "pay.to", bank.accountName());
            fact(facts, "pay.iban", grouped(bank.iban()));
            fact(facts, "pay.bic", bank.bic());
        }
        fact(facts, bank.kid() == null ? "pay.reference" : "pay.kid", invoice.paymentReference());
        fact(facts, payableKey(), money(invoice.totals().payable()));
        page.put("payment", facts);
        page.put(
                "paymentCode",
                PaymentCode.text(invoice).map(PaymentCode::picture).orElse(""));
        page.put("paymentCodeWords", words.text("pay.code"));
    }

    private void vat(Map<String, Object> page) {
        page.put("vatTitle", words.text("vat.title"));
        page.put("taxableCaption", words.text("vat.taxable"));
        page.put("taxCaption", words.text("vat.tax"));
        page.put(
                "vat",
                invoice.vatBreakdown().stream()
                        .map(entry -> Map.of(
                                "name", name(entry.vat()),
                                "taxable", words.number(entry.taxable().amount()),
                                "tax", words.number(entry.tax().amount())))
                        .toList());
        page.put("totals", totals());
        page.put(
                "vatWords",
                invoice.vatBreakdown().stream()
                        .map(VatSubtotal::vat)
                        .filter(vat -> !vat.category().charged())
                        .map(this::words)
                        .toList());
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        page.put("taxRate", converted == null ? "" : HeaderTerms.rate(converted, words));
    }

    /** From the lines to the amount due, and VAT once more in the currency it is accounted for in. */
    private List<Map<String, String>> totals() {
        Totals totals = invoice.totals();
        List<Map<String, String>> rows = new ArrayList<>();
        if (!invoice.allowances().isEmpty()) {
            fact(rows, "total.lines", words.number(totals.lines().amount()));
        }
        for (DocumentAllowance entry : invoice.allowances()) {
            rows.add(Map.of(
                    "name", PrintedLines.allowance(entry.allowance(), words),
                    "value",
                            PrintedLines.minus("-"
                                    + words.number(entry.allowance().amount().amount()))));
        }
        fact(rows, "total.withoutVat", words.number(totals.withoutVat().amount()));
        fact(rows, "total.vat", words.number(totals.vat().amount()));
        TaxCurrencyTotal converted = totals.inTaxCurrency();
        if (converted != null) {
            String currency = converted.vat().currency().getCurrencyCode();
            rows.add(Map.of(
                    "name",
                    words.text("total.vat.in", currency),
                    "value",
                    words.number(converted.vat().amount())));
        }
        Money prepaid = totals.prepaid();
        if (prepaid != null) {
            fact(rows, "total.withVat", words.number(totals.withVat().amount()));
            rows.add(Map.of(
                    "name",
                    words.text("total.prepaid"),
                    "value",
                    PrintedLines.minus("-" + words.number(prepaid.amount()))));
        }
        return rows;
    }

    private String name(VatTreatment vat) {
        return words.text("vat." + vat.category(), words.percent(vat.ratePercent()));
    }

    /**
     * Why no VAT is charged: in the buyer's language, with the provisions on which the rules rest, or else the reason that the
     * contract states.
     */
    private String words(VatTreatment vat) {
        VatGround ground = vat.ground();
        String reason = ground == null || ground.references().isEmpty()
                ? joined(", ", vat.exemptionReason(), vat.exemptionCode())
                : joined("; ", String.join("; ", ground.references()), vat.exemptionCode());
        String why = words.text("vat.words." + vat.category());
        return reason.isEmpty() ? why : why.substring(0, why.length() - 1) + " (" + reason + ").";
    }

    private String title() {
        return words.text(key("title"));
    }

    private String payableKey() {
        return key("total.payable");
    }

    /** The key of a text that a credit note has in words of its own. */
    private String key(String ofInvoice) {
        return isCredit() ? OF_CREDIT_NOTES.getOrDefault(ofInvoice, ofInvoice) : ofInvoice;
    }

    private boolean isCredit() {
        return invoice.heading().type() == DocumentType.CREDIT_NOTE;
    }

    private List<String> foot() {
        List<String> foot = new ArrayList<>();
        foot.add(words.text("foot.rounding"));
        Contact contact = invoice.seller().contact();
        if (contact != null && contact.email() != null) {
            foot.add(words.text(key("foot.contact"), contact.email()));
        }
        if (!HeaderTerms.isRead(invoice.seller(), words)) {
            Words english = Words.ENGLISH;
            foot.add("In English: "
                    + String.join(
                            ", ",
                            GLOSSARY.stream()
                                    .map(this::key)
                                    .map(key -> words.text(key) + " = " + english.text(key))
                                    .toList())
                    + "." + whyIn(english) + vatIn(english));
        }
        return foot;
    }

    /** Why a credit note is issued is a sentence, no label: the law asks for all of it in a language that it reads. */
    private String whyIn(Words english) {
        String cause = HeaderTerms.cause(invoice.heading().credited(), english);
        return cause == null ? "" : " " + words.text("label.why") + " = " + english.text("label.why") + ": " + cause;
    }

    /** Why no VAT is charged: a sentence that the law has to be able to read as well. */
    private String vatIn(Words english) {
        return invoice.vatBreakdown().stream()
                .map(VatSubtotal::vat)
                .filter(vat -> !vat.category().charged())
                .map(vat -> " " + english.text("vat.words." + vat.category()))
                .distinct()
                .collect(Collectors.joining());
    }

    private List<String> registers(LegalIdentity identity) {
        List<String> registers = new ArrayList<>();
        if (identity.registrationNumber() != null) {
            registers.add(words.text("label.registration") + " " + identity.registrationNumber());
        }
        if (identity.vatNumber() != null) {
            registers.add(words.text("label.vatNumber") + " " + identity.vatNumber());
        }
        if (identity.statedNote() != null) {
            registers.add(identity.statedNote());
        }
        return registers;
    }

    private List<String> address(PostalAddress address) {
        List<String> lines = new ArrayList<>();
        lines.add(joined(", ", address.street(), address.additionalStreet()));
        boolean british = address.country().equals("GB");
        lines.add(
                british
                        ? joined(", ", address.city(), address.postalCode())
                        : joined(" ", address.postalCode(), address.city()));
        lines.add(words.country(address.country()));
        return present(lines);
    }

    private static List<String> present(List<String> lines) {
        return lines.stream().filter(line -> !line.isBlank()).toList();
    }

    private static String joined(String separator, @Nullable String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (part != null && !part.isBlank()) {
                text.append(text.isEmpty() ? "" : separator).append(part);
            }
        }
        return text.toString();
    }

    private void fact(List<Map<String, String>> facts, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(Map.of("name", words.text(label), "value", value));
        }
    }

    private String money(Money money) {
        return words.number(money.amount()) + "\u00A0" + money.currency().getCurrencyCode();
    }

    private static String grouped(String iban) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < iban.length(); i++) {
            text.append(i > 0 && i % IBAN_GROUP == 0 ? "\u00A0" : "").append(iban.charAt(i));
        }
        return text.toString();
    }
}

package io.wattledger.billing.document;

import io.quarkus.qute.Template;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.invoice.BankAccount;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.PostalAddress;
import io.wattledger.contracts.WireJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a reminder for people, in the language of its letter. The same reminder always gives the same bytes. */
public final class ReminderPdf {

    private static final Template TEMPLATE = PdfPages.template("reminder.html");
    private static final int IBAN_GROUP = 4;

    private ReminderPdf() {}

    /**
     * The document.
     *
     * @param invoice of which it reminds
     */
    public static byte[] write(Reminder reminder, Invoice invoice) {
        String html = TEMPLATE.data("page", page(reminder, invoice)).render();
        return PdfPages.write(html, rendered -> PdfIdentity.set(rendered, reminder.madeOn(), WireJson.write(reminder)));
    }

    private static Map<String, Object> page(Reminder reminder, Invoice invoice) {
        Words words = Words.of(reminder.letter().language());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("language", words.tag());
        page.put("subject", reminder.letter().subject());
        page.put("seller", invoice.seller().name());
        page.put("buyer", invoice.buyer().name());
        page.put("address", address(invoice.buyer().address(), words));
        page.put("paragraphs", List.of(reminder.letter().body().strip().split("\\n\\s*\\n")));
        page.put("caption", words.text("pay.title"));
        List<Map<String, String>> facts = new ArrayList<>(List.of(
                fact(words.text("label.number"), reminder.number()),
                fact(words.text("label.dueDate"), words.date(reminder.dueDate())),
                fact(words.text("reminder.date"), words.date(reminder.madeOn())),
                fact(words.text("reminder.open"), words.amount(reminder.claim().open()))));
        if (reminder.claim().earlierFees().signum() != 0) {
            facts.add(fact(
                    words.text("reminder.earlierFees"),
                    words.amount(reminder.claim().earlierFees())));
        }
        if (reminder.claim().fee().signum() != 0) {
            facts.add(fact(
                    words.text("reminder.fee"), words.amount(reminder.claim().fee())));
        }
        if (reminder.claim().interest().signum() != 0) {
            facts.add(fact(
                    words.text("reminder.interest"),
                    words.amount(reminder.claim().interest())));
        }
        facts.add(
                fact(words.text("total.payable"), words.amount(reminder.claim().total())));
        facts.add(fact(words.text("pay.iban"), grouped(invoice.seller().bank().iban())));
        BankAccount bank = invoice.seller().bank();
        if (bank.bic() != null) {
            facts.add(fact(words.text("pay.bic"), bank.bic()));
        }
        facts.add(fact(words.text(bank.kid() == null ? "pay.reference" : "pay.kid"), invoice.paymentReference()));
        page.put("facts", facts);
        return page;
    }

    /** A row of figures as the template takes it. */
    private static Map<String, String> fact(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static List<String> address(PostalAddress address, Words words) {
        String town = Stream.of(address.postalCode(), address.city())
                .flatMap(Stream::ofNullable)
                .collect(Collectors.joining(" "));
        return Stream.of(address.street(), address.additionalStreet(), town, words.country(address.country()))
                .flatMap(Stream::ofNullable)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String grouped(String iban) {
        StringBuilder grouped = new StringBuilder();
        for (int i = 0; i < iban.length(); i++) {
            grouped.append(i > 0 && i % IBAN_GROUP == 0 ? "\u00A0" : "").append(iban.charAt(i));
        }
        return grouped.toString();
    }
}

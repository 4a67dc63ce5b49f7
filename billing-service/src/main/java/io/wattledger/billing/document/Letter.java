package io.wattledger.billing.document;

import io.quarkus.qute.Template;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import java.util.List;
import java.util.Map;

/**
 * The words that go with a document to a person, plain and as HTML.
 *
 * @param language BCP 47 tag
 * @param subject one line
 * @param plain paragraphs, an empty line between them
 * @param html the same as a page without script, picture or link
 */
public record Letter(String language, String subject, String plain, String html) {

    private static final Template TEMPLATE = PdfPages.template("letter.html");

    /**
     * The letter of an invoice or credit note, in the buyer's language.
     *
     * @param isElectronicBeside whether an electronic invoice is attached beside the PDF
     */
    public static Letter of(Invoice invoice, boolean isElectronicBeside) {
        Words words = Words.of(invoice.buyer().language());
        Heading heading = invoice.heading();
        boolean isCredit = heading.type() == DocumentType.CREDIT_NOTE;
        String seller = invoice.seller().name();
        String title = words.text(isCredit ? "title.credit" : "title");
        String amount = words.amount(invoice.totals().payable());
        String body = isCredit
                ? words.text("letter.credit", heading.number(), amount)
                : words.text(
                        "letter.invoice",
                        heading.number(),
                        amount,
                        words.date(heading.dueDate()),
                        invoice.paymentReference());
        return letter(
                words,
                words.text("picture.subject", title, heading.number(), seller),
                List.of(
                        words.text("letter.greeting", invoice.buyer().name()),
                        body,
                        words.text(isElectronicBeside ? "letter.attached.xrechnung" : "letter.attached"),
                        seller));
    }

    /** The letter of a reminder, in its language. */
    public static Letter of(Reminder reminder, Invoice invoice) {
        Words words = Words.of(reminder.letter().language());
        List<String> paragraphs = List.of((reminder.letter().body().strip() + "\n\n" + words.text("letter.attached")
                        + "\n\n" + invoice.seller().name())
                .split("\\n\\s*\\n"));
        return letter(words, reminder.letter().subject(), paragraphs);
    }

    private static Letter letter(Words words, String subject, List<String> paragraphs) {
        String line = subject.replaceAll("\\s+", " ").strip();
        Map<String, Object> page = Map.of("language", words.tag(), "subject", line, "paragraphs", paragraphs);
        String html = TEMPLATE.data("page", page).render();
        return new Letter(words.tag(), line, String.join("\n\n", paragraphs) + "\n", html);
    }
}

package io.wattledger.billing.send;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import io.wattledger.billing.document.Letter;
import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.Channel;
import io.wattledger.billing.flow.DocumentKind;
import io.wattledger.billing.invoice.Invoice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Mails documents as PDF with a few words in the buyer's language; no picture, no link, nothing that reports back. An XRechnung
 * that no other channel brings goes along: for a German authority the PDF alone is no invoice (E-Rechnungsverordnung, sections 3
 * and 4).
 */
@ApplicationScoped
public class MailChannel implements Channel {

    private static final int LONGEST_REASON = 300;

    private final Mailer mailer;
    private final Optional<String> from;

    MailChannel(Mailer mailer, MailConfig config) {
        this.mailer = mailer;
        this.from = config.from();
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public boolean isOn() {
        return from.isPresent();
    }

    @Override
    public boolean carriesReminders() {
        return true;
    }

    @Override
    public List<DocumentKind> kinds() {
        return List.of(DocumentKind.PDF);
    }

    @Override
    public List<DocumentKind> kindsBeside() {
        return List.of(DocumentKind.XRECHNUNG_UBL, DocumentKind.XRECHNUNG_CII);
    }

    @Override
    public Optional<String> recipient(Invoice invoice) {
        return Optional.ofNullable(invoice.buyer().email());
    }

    @Override
    public Result send(String recipient, Parcel parcel) {
        Reminder reminder = parcel.reminder();
        Letter letter = reminder == null
                ? Letter.of(parcel.invoice(), parcel.beside().isPresent())
                : Letter.of(reminder, parcel.invoice());
        String number = parcel.invoice().heading().number().replaceAll("[^0-9A-Za-z.-]", "_");
        String file = reminder == null ? number + ".pdf" : number + "-" + reminder.level() + ".pdf";
        Mail mail = Mail.withText(recipient, letter.subject(), letter.plain())
                .setHtml(letter.html())
                .setFrom(from.orElseThrow())
                .addHeader("Content-Language", letter.language())
                .addHeader("X-Wattledger-Delivery", parcel.delivery())
                .addAttachment(file, parcel.document(), DocumentKind.PDF.mediaType());
        parcel.beside().ifPresent(document -> {
            DocumentKind kind = document.kind();
            mail.addAttachment(
                    number + "-" + kind.wireName() + "." + kind.extension(), document.content(), kind.mediaType());
        });
        try {
            mailer.send(mail);
            return new HandedOver();
        } catch (RuntimeException e) {
            // Whatever the server or the network says: it is written down and tried again.
            String reason = String.valueOf(e.getMessage());
            return new Failed(reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason);
        }
    }

    /** Mail servers answer by mail, to whoever reads the sender's address. */
    @Override
    public List<Receipt> receipts() {
        return List.of();
    }

    @Override
    public void putAway(Receipt receipt, boolean isKnown) {
        throw new UnsupportedOperationException("there are no receipts of mail");
    }
}

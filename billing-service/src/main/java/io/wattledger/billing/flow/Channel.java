package io.wattledger.billing.flow;

import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.invoice.Invoice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way by which documents reach recipients. What is off is not ordered. */
public interface Channel {

    /**
     * What is handed over.
     *
     * @param delivery id of the delivery, the same on every attempt
     * @param orderedAt when it was ordered, the same on every attempt
     * @param invoice of which it is
     * @param reminder the reminder; absent where it is the invoice itself
     * @param document the bytes for the recipient
     * @param beside the electronic invoice that goes along, of the kinds that the channel takes beside; often empty
     */
    record Parcel(
            String delivery,
            Instant orderedAt,
            Invoice invoice,
            @Nullable Reminder reminder,
            byte[] document,
            Optional<InvoiceDocument> beside) {}

    /** What came of an attempt. */
    sealed interface Result {}

    /** It was handed over. */
    record HandedOver() implements Result {}

    /**
     * It was not; another attempt may help.
     *
     * @param reason for a person
     */
    record Failed(String reason) implements Result {}

    /**
     * What became of something that was handed over.
     *
     * @param delivery id of the delivery
     * @param isAccepted whether the recipient has taken it
     * @param detail what the recipient says
     */
    record Receipt(String delivery, boolean isAccepted, String detail) {}

    /** Its stable name. */
    String name();

    /** Whether it is configured. */
    boolean isOn();

    /** Whether it carries reminders as well as invoices and credit notes. */
    boolean carriesReminders();

    /** The kinds of documents that it takes, the first that there is. A document that exists in none of them is not ordered. */
    List<DocumentKind> kinds();

    /** The kinds of which it takes the first along that there is, where no other channel brings an electronic invoice; often none. */
    List<DocumentKind> kindsBeside();

    /** To whom it would go; empty where the buyer cannot be reached this way. */
    Optional<String> recipient(Invoice invoice);

    /** Hands it over to the recipient. */
    Result send(String recipient, Parcel parcel);

    /** What has come back and was not put away; empty where nothing ever does. */
    List<Receipt> receipts();

    /** Puts a receipt away after it was written down. */
    void putAway(Receipt receipt, boolean isKnown);
}

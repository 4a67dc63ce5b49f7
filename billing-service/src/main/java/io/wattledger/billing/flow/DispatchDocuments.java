package io.wattledger.billing.flow;

import io.wattledger.billing.dunning.Reminder;
import io.wattledger.billing.flow.Channel.Parcel;
import io.wattledger.billing.flow.Channel.Receipt;
import io.wattledger.billing.flow.DeliveryBook.Delivery;
import io.wattledger.billing.flow.DeliveryBook.Progress;
import io.wattledger.billing.flow.DeliveryBook.State;
import io.wattledger.billing.flow.DeliveryBook.Subject;
import io.wattledger.billing.flow.DunningBook.Printed;
import io.wattledger.billing.invoice.Buyer;
import io.wattledger.billing.invoice.BuyerKind;
import io.wattledger.billing.invoice.DocumentFormat;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.webhook.RetrySchedule;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.Writes;
import io.wattledger.contracts.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents to their recipients by every channel that is on: ordered in the transaction in which they are issued, sent
 * outside any, tried again until somebody gives up. A delivery may come twice, always under the same id.
 */
@ApplicationScoped
public class DispatchDocuments {

    private static final Logger LOG = Logger.getLogger(DispatchDocuments.class);

    /** Longer than any attempt takes. */
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private static final int HEX_DIGITS = 32;

    private final TenantScope scope;
    private final DeliveryBook deliveries;
    private final InvoiceBook invoices;
    private final DunningBook dunning;
    private final List<Channel> channels;
    private final Clock clock;

    DispatchDocuments(
            TenantScope scope,
            DeliveryBook deliveries,
            InvoiceBook invoices,
            DunningBook dunning,
            Instance<Channel> channels,
            Clock clock) {
        this.scope = scope;
        this.deliveries = deliveries;
        this.invoices = invoices;
        this.dunning = dunning;
        this.channels =
                channels.stream().sorted(Comparator.comparing(Channel::name)).toList();
        this.clock = clock;
    }

    /**
     * Orders the deliveries of an invoice or credit note that is being issued, by the channels that carry one of its documents:
     * what has nothing to carry would be tried in vain until it is given up.
     *
     * @param kinds the documents that are issued
     */
    void issued(Writes writes, String tenant, Invoice invoice, Set<DocumentKind> kinds) {
        Subject subject = new Subject(tenant, invoice.heading().number(), null);
        for (Channel channel : channels) {
            if (channel.kinds().stream().anyMatch(kinds::contains)) {
                order(writes, subject, invoice, channel);
            }
        }
    }

    /** Orders the deliveries of a reminder that is being made. */
    void reminded(Connection connection, String tenant, Invoice invoice, Reminder reminder) throws SQLException {
        Subject subject = new Subject(tenant, reminder.number(), reminder.level());
        Writes.together(
                connection,
                writes -> channels.stream()
                        .filter(Channel::carriesReminders)
                        .forEach(channel -> order(writes, subject, invoice, channel)));
    }

    /** Sends one; false when nothing is due. Several may be at work at a time. */
    public boolean step() {
        Instant now = clock.instant();
        Optional<Delivery> next = scope.asOperator(connection -> deliveries.due(connection, now));
        if (next.isEmpty()) {
            return false;
        }
        Delivery due = next.get();
        List<String> tenant = List.of(due.subject().tenant());
        if (scope.inTransaction(tenant, connection -> deliveries.claim(connection, due, now.plus(CLAIM)))) {
            Progress progress = progress(due, attemptOrFail(due));
            scope.inTransactionDo(tenant, connection -> deliveries.progress(connection, due, progress));
        }
        return true;
    }

    /** Reads what has come back. What cannot be written down is left where it is, and in nobody's way. */
    public void readReceipts() {
        for (Channel channel : channels) {
            try {
                List<Receipt> receipts = channel.isOn() ? channel.receipts() : List.of();
                receipts.forEach(receipt -> takeReceipt(channel, receipt));
            } catch (RuntimeException e) {
                LOG.errorf(e, "the receipts of channel %s could not be read; they are read again", channel.name());
            }
        }
    }

    private void takeReceipt(Channel channel, Receipt receipt) {
        try {
            Optional<Delivery> found = scope.asOperator(connection -> deliveries.find(connection, receipt.delivery()));
            found.ifPresent(delivery -> scope.inTransactionDo(
                    List.of(delivery.subject().tenant()),
                    connection -> deliveries.progress(connection, delivery, progress(delivery, receipt))));
            channel.putAway(receipt, found.isPresent());
        } catch (RuntimeException e) {
            LOG.errorf(e, "the receipt of delivery %s could not be taken; it is read again", receipt.delivery());
        }
    }

    /** How many are due. */
    public long waiting() {
        return scope.asOperator(connection -> deliveries.waiting(connection, clock.instant()));
    }

    /** The deliveries of an invoice, the oldest first; empty where the invoice is not visible. */
    public Optional<List<Delivery>> of(@Nullable String onlyTenant, String number) {
        TenantScope.Work<Optional<List<Delivery>>> work =
                connection -> invoices.find(connection, number).isPresent()
                        ? Optional.of(deliveries.of(connection, number))
                        : Optional.empty();
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }

    /** Sends a delivery again, at once and with all attempts before it. */
    public void resend(Delivery delivery) {
        Instant now = clock.instant();
        int tries = delivery.progress().tries();
        scope.inTransactionDo(
                List.of(delivery.subject().tenant()),
                connection -> deliveries.progress(
                        connection, delivery, new Progress(State.PENDING, null, tries, tries, now, now)));
    }

    private void order(Writes writes, Subject subject, Invoice invoice, Channel channel) {
        Optional<String> recipient = channel.isOn() ? channel.recipient(invoice) : Optional.empty();
        if (recipient.isPresent()) {
            Instant now = clock.instant();
            Progress progress = new Progress(State.PENDING, null, 0, 0, now, now);
            String id = id(subject, channel.name());
            deliveries.order(writes, new Delivery(id, subject, channel.name(), recipient.get(), now, progress));
        }
    }

    /** An attempt that ends in an error counts as one, so that it is told, comes less and less often, and has an end. */
    private Channel.Result attemptOrFail(Delivery due) {
        try {
            return attempt(due);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "delivery %s by %s ended in an error", due.id(), due.channel());
            return new Channel.Failed("it could not be sent: " + e.getMessage());
        }
    }

    private Channel.Result attempt(Delivery due) {
        Channel channel = channels.stream()
                .filter(one -> one.name().equals(due.channel()))
                .findFirst()
                .orElseThrow();
        if (!channel.isOn()) {
            return new Channel.Failed("the channel is switched off");
        }
        Optional<Parcel> parcel =
                scope.inTransaction(due.subject().tenant(), connection -> parcel(connection, due, channel));
        return parcel.isPresent()
                ? channel.send(due.recipient(), parcel.get())
                : new Channel.Failed("there is no document of the kinds " + channel.kinds());
    }

    private Optional<Parcel> parcel(Connection connection, Delivery due, Channel channel) throws SQLException {
        String number = due.subject().number();
        Invoice invoice = invoices.find(connection, number).orElseThrow().invoice();
        Integer level = due.subject().reminderLevel();
        if (level != null) {
            return dunning.reminders(connection, number).stream()
                    .filter(printed -> printed.reminder().level() == level)
                    .findFirst()
                    .map(printed -> reminder(due, invoice, printed));
        }
        Optional<InvoiceDocument> document = first(connection, number, channel);
        return document.isEmpty()
                ? Optional.empty()
                : Optional.of(new Parcel(
                        due.id(),
                        due.createdAt(),
                        invoice,
                        null,
                        document.get().content(),
                        beside(connection, due, channel, invoice)));
    }

    private Optional<InvoiceDocument> first(Connection connection, String number, Channel channel) throws SQLException {
        for (DocumentKind kind : channel.kinds()) {
            Optional<InvoiceDocument> document = invoices.document(connection, number, kind);
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }

    /** What goes along: a second electronic invoice of the same claim, in whatever form, would be booked twice by whoever gets both. */
    private Optional<InvoiceDocument> beside(Connection connection, Delivery due, Channel channel, Invoice invoice)
            throws SQLException {
        if (isBroughtByPdf(invoice) || isBroughtElsewhere(connection, due)) {
            return Optional.empty();
        }
        for (DocumentKind kind : channel.kindsBeside()) {
            Optional<InvoiceDocument> document =
                    invoices.document(connection, invoice.heading().number(), kind);
            if (document.isPresent()) {
                return document;
            }
        }
        return Optional.empty();
    }

    /** Whether the PDF carries an electronic invoice that is one for its buyer; a German authority takes none but an XRechnung. */
    private static boolean isBroughtByPdf(Invoice invoice) {
        Buyer buyer = invoice.buyer();
        boolean isGermanAuthority =
                buyer.kind() == BuyerKind.PUBLIC && buyer.identity().country().equals("DE");
        return invoice.documents().contains(DocumentFormat.FACTUR_X) && !isGermanAuthority;
    }

    /** Whether another delivery that may still arrive brings an electronic invoice. */
    private boolean isBroughtElsewhere(Connection connection, Delivery due) throws SQLException {
        String number = due.subject().number();
        for (Delivery other : deliveries.of(connection, number)) {
            boolean isAlive =
                    other.progress().state() != State.DEAD && other.progress().state() != State.REJECTED;
            if (!isAlive || other.id().equals(due.id()) || other.subject().reminderLevel() != null) {
                continue;
            }
            for (Channel one : channels) {
                if (one.name().equals(other.channel())
                        && first(connection, number, one)
                                .filter(document -> document.kind().isElectronicInvoice())
                                .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Parcel reminder(Delivery due, Invoice invoice, Printed printed) {
        return new Parcel(due.id(), due.createdAt(), invoice, printed.reminder(), printed.pdf(), Optional.empty());
    }

    private Progress progress(Delivery due, Channel.Result result) {
        Instant now = clock.instant();
        int tries = due.progress().tries() + 1;
        int before = due.progress().triesBefore();
        return switch (result) {
            case Channel.HandedOver ignored -> new Progress(State.SENT, null, tries, before, null, now);
            case Channel.Failed failed -> {
                Instant next = RetrySchedule.after(tries - before, due.id())
                        .map(now::plus)
                        .orElse(null);
                yield new Progress(
                        next == null ? State.DEAD : State.PENDING, failed.reason(), tries, before, next, now);
            }
        };
    }

    private Progress progress(Delivery delivery, Receipt receipt) {
        Progress before = delivery.progress();
        return new Progress(
                receipt.isAccepted() ? State.DELIVERED : State.REJECTED,
                receipt.detail(),
                before.tries(),
                before.triesBefore(),
                null,
                clock.instant());
    }

    private static String id(Subject subject, String channel) {
        String all = String.join(
                "\u001f", subject.tenant(), subject.number(), Objects.toString(subject.reminderLevel(), "-"), channel);
        return "dlv_" + Sha256.hex(all).substring(0, HEX_DIGITS);
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.flow.PaymentBook.Fate;
import io.wattledger.billing.flow.PaymentBook.Kept;
import io.wattledger.billing.flow.PaymentBook.Query;
import io.wattledger.billing.flow.PaymentBook.Share;
import io.wattledger.billing.flow.PaymentBook.Status;
import io.wattledger.billing.payment.BankTransaction;
import io.wattledger.billing.payment.Matching;
import io.wattledger.billing.payment.PayableInvoice;
import io.wattledger.billing.payment.PaymentKeys;
import io.wattledger.billing.payment.Unmatched;
import io.wattledger.billing.payment.Verdict;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.EntryRefused;
import io.wattledger.billing.settlement.ReceivableEntry;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.DatabaseException;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds out what bank transactions are for and enters them in the ledgers; each in a transaction of its own. */
@ApplicationScoped
public class MatchPayments {

    /** By whom entries of the matching are made. */
    static final String MATCHING = "bank statement";

    private static final Logger LOG = Logger.getLogger(MatchPayments.class);

    private final TenantScope scope;
    private final PaymentBook payments;
    private final InvoiceBook invoices;
    private final SettleInvoice settleInvoice;
    private final AnnounceEvents events;
    private final Clock clock;

    MatchPayments(
            TenantScope scope,
            PaymentBook payments,
            InvoiceBook invoices,
            SettleInvoice settleInvoice,
            AnnounceEvents events,
            Clock clock) {
        this.scope = scope;
        this.payments = payments;
        this.invoices = invoices;
        this.settleInvoice = settleInvoice;
        this.events = events;
        this.clock = clock;
    }

    /** Looks at the oldest transaction that nobody has looked at; false when there is none. */
    public boolean step() {
        return step(null);
    }

    /** Looks at all transactions of a file that nobody has looked at. */
    public void workOn(String file) {
        while (step(file)) {
            // One after the other: each may pay what the one before has left.
        }
    }

    /** How many transactions nobody has looked at. */
    public long pending() {
        return scope.asOperator(payments::pending);
    }

    private boolean step(@Nullable String file) {
        List<Kept> next =
                scope.asOperator(connection -> payments.list(connection, new Query(Status.NEW, file, null, 1)));
        next.forEach(this::match);
        return !next.isEmpty();
    }

    /** One that cannot be matched waits for a person, so that those behind it are looked at. */
    private void match(Kept kept) {
        try {
            Contended.againDo(() -> matchOrFail(kept));
        } catch (RuntimeException | StackOverflowError e) {
            if (DatabaseException.mayPass(e)) {
                throw e;
            }
            LOG.errorf(
                    e,
                    "bank transaction %s could not be matched; it waits for a person",
                    kept.transaction().id());
            boolean isRefused = e instanceof EntryRefused;
            String detail = e instanceof EntryRefused refused ? refused.detail() : String.valueOf(e.getMessage());
            scope.inTransactionDo(
                    List.of(TenantScope.NO_TENANT),
                    connection -> wait(
                            connection, kept, isRefused ? Unmatched.LEDGER_REFUSES : Unmatched.NOT_MATCHED, detail));
        }
    }

    private void matchOrFail(Kept kept) {
        BankTransaction.Booking booking = kept.transaction().booking();
        if (booking.isReversal() && booking.amount().signum() < 0) {
            reverse(kept);
            return;
        }
        PaymentKeys keys = PaymentKeys.of(kept.transaction().remittance());
        Set<String> tenants = new TreeSet<>(Set.of(TenantScope.NO_TENANT));
        scope.asOperator(connection -> payments.named(connection, keys))
                .forEach(invoice -> tenants.add(invoice.tenant()));
        scope.inTransactionDo(tenants, connection -> {
            if (isNew(connection, kept)) {
                lockContracts(connection, payments.named(connection, keys));
                // Read again: only now does nobody else enter anything.
                List<PayableInvoice> found = payments.named(connection, keys);
                settle(connection, kept, Matching.decide(kept.transaction(), kept.legalEntities(), found));
            }
        });
    }

    private void settle(Connection connection, Kept kept, Verdict verdict) throws SQLException {
        BankTransaction transaction = kept.transaction();
        Fate fate =
                switch (verdict) {
                    case Verdict.Outgoing ignored -> kept.fate().as(Status.OUTGOING);
                    case Verdict.Undecided undecided ->
                        Fate.waiting(BigDecimal.ZERO, undecided.reason().code(), undecided.detail());
                    case Verdict.Pays pays -> pay(connection, transaction, pays);
                };
        payments.decide(connection, transaction.id(), fate);
        if (verdict instanceof Verdict.Undecided undecided) {
            events.unmatched(connection, kept, undecided.reason().code());
        }
    }

    private Fate pay(Connection connection, BankTransaction transaction, Verdict.Pays pays) throws SQLException {
        for (Verdict.Share share : pays.shares()) {
            PayableInvoice invoice = share.invoice();
            enter(
                    connection,
                    EntryKind.PAID,
                    transaction,
                    new Share(
                            invoice.tenant(),
                            transaction.id(),
                            invoice.number(),
                            share.amount(),
                            share.amount(),
                            MATCHING,
                            clock.instant()));
        }
        return Fate.assigned(transaction.booking().amount());
    }

    /** Takes back what an earlier transaction paid, where it is clear which one that is. */
    private void reverse(Kept reversal) {
        List<Kept> originals = scope.asOperator(connection -> payments.originals(connection, reversal));
        if (originals.size() != 1) {
            scope.inTransactionDo(
                    List.of(TenantScope.NO_TENANT),
                    connection -> wait(
                            connection,
                            reversal,
                            Unmatched.REVERSAL_OF_UNKNOWN,
                            originals.isEmpty()
                                    ? "no payment with this amount and reference is known"
                                    : "it may take back any of "
                                            + originals.stream()
                                                    .map(one ->
                                                            one.transaction().id())
                                                    .toList()));
            return;
        }
        String original = originals.getFirst().transaction().id();
        Set<String> tenants = new TreeSet<>();
        scope.asOperator(connection -> payments.shares(connection, original))
                .forEach(share -> tenants.add(share.tenant()));
        try {
            scope.inTransactionDo(tenants, connection -> takeBack(connection, reversal, original));
        } catch (EntryRefused e) {
            scope.inTransactionDo(
                    List.of(TenantScope.NO_TENANT),
                    connection -> wait(connection, reversal, Unmatched.LEDGER_REFUSES, e.detail()));
        }
    }

    private void takeBack(Connection connection, Kept reversal, String original) throws SQLException {
        Kept before = payments.lock(connection, original).orElseThrow();
        if (!isNew(connection, reversal)) {
            return;
        }
        for (Share share : payments.shares(connection, original)) {
            enter(
                    connection,
                    EntryKind.RETURNED,
                    reversal.transaction(),
                    new Share(
                            share.tenant(),
                            reversal.transaction().id(),
                            share.number(),
                            share.amount(),
                            share.ofTransaction(),
                            MATCHING,
                            clock.instant()));
        }
        payments.decide(connection, original, before.fate().as(Status.RETURNED));
        payments.decide(connection, reversal.transaction().id(), Fate.reversing(original));
    }

    /** Enters a share in the ledger of its invoice, in the caller's transaction. */
    void enter(Connection connection, EntryKind kind, BankTransaction transaction, Share share) throws SQLException {
        ReceivableEntry entry =
                new ReceivableEntry(kind, share.amount(), transaction.booking().bookedOn(), transaction.id());
        settleInvoice.enter(connection, share.number(), entry, share.assignedBy());
        payments.addShare(connection, share);
    }

    private void wait(Connection connection, Kept kept, Unmatched reason, String detail) throws SQLException {
        if (isNew(connection, kept)) {
            payments.decide(connection, kept.transaction().id(), Fate.waiting(BigDecimal.ZERO, reason.code(), detail));
            events.unmatched(connection, kept, reason.code());
        }
    }

    private boolean isNew(Connection connection, Kept kept) throws SQLException {
        return payments.lock(connection, kept.transaction().id())
                .filter(now -> now.fate().status() == Status.NEW)
                .isPresent();
    }

    /** In one order for all, so that two matchings do not wait for each other. */
    private void lockContracts(Connection connection, Collection<PayableInvoice> found) throws SQLException {
        List<PayableInvoice> ordered = found.stream()
                .sorted(Comparator.comparing(PayableInvoice::tenant).thenComparing(PayableInvoice::contract))
                .toList();
        for (PayableInvoice invoice : ordered) {
            invoices.lockContract(connection, invoice.tenant(), invoice.contract());
        }
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.PaymentBook.Fate;
import io.wattledger.billing.flow.PaymentBook.Kept;
import io.wattledger.billing.flow.PaymentBook.Query;
import io.wattledger.billing.flow.PaymentBook.Share;
import io.wattledger.billing.flow.PaymentBook.Status;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.settlement.EntryKind;
import io.wattledger.billing.settlement.EntryRefused;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows bank transactions, and lets a person say what those are for that nobody else could tell. */
@ApplicationScoped
public class AssignPayment {

    private final TenantScope scope;
    private final PaymentBook payments;
    private final InvoiceBook invoices;
    private final MatchPayments matching;
    private final Clock clock;

    AssignPayment(TenantScope scope, PaymentBook payments, InvoiceBook invoices, MatchPayments matching, Clock clock) {
        this.scope = scope;
        this.payments = payments;
        this.invoices = invoices;
        this.matching = matching;
        this.clock = clock;
    }

    /**
     * A transaction with what is in ledgers of it.
     *
     * @param kept the transaction
     * @param shares by invoice
     */
    public record Shown(Kept kept, List<Share> shares) {

        /** Copies the list. */
        public Shown {
            shares = List.copyOf(shares);
        }
    }

    /**
     * What a person wants.
     *
     * @param invoice number of the invoice
     * @param amount in the invoice's currency, more than zero
     * @param ofTransaction how much of the transaction that is, in the account's currency; absent where both are the same
     */
    public record Wanted(
            String invoice, BigDecimal amount, @Nullable BigDecimal ofTransaction) {}

    /** What has become of a wish. */
    public sealed interface Result {}

    /**
     * It is in the ledgers.
     *
     * @param shown the transaction after it
     */
    public record Assigned(Shown shown) implements Result {}

    /**
     * The transaction does not wait for a person.
     *
     * @param status how it stands
     */
    public record NotWaiting(Status status) implements Result {}

    /** The transactions of a page. */
    public List<Kept> list(Query query) {
        return scope.asOperator(connection -> payments.list(connection, query));
    }

    /** A transaction with its shares. */
    public Optional<Shown> find(String id) {
        return scope.asOperator(connection -> shown(connection, id));
    }

    /** Whom an invoice bills; empty where there is no such invoice, or where it is a credit note. */
    public Optional<String> tenantOf(String number) {
        return scope.asOperator(connection -> invoices.find(connection, number))
                .filter(filed -> filed.filing() != InvoiceBook.Filing.CREDIT_NOTE)
                .map(filed -> filed.key().tenant());
    }

    /**
     * Enters what a person wants, all of it, in the caller's transaction, which works for the tenants of the invoices.
     *
     * @throws AssignmentRefused when a wish does not fit; nothing of it may be committed
     */
    public Result assign(Connection connection, String id, List<Wanted> wanted, String by) throws SQLException {
        Kept kept = payments.lock(connection, id).orElseThrow();
        if (kept.fate().status() != Status.UNMATCHED) {
            return new NotWaiting(kept.fate().status());
        }
        BigDecimal assigned = kept.fate().assigned();
        boolean isIncoming = kept.transaction().booking().amount().signum() > 0;
        for (int i = 0; i < wanted.size(); i++) {
            Share share = share(connection, kept, wanted.get(i), i, by);
            assigned = assigned.add(share.ofTransaction());
            if (assigned.compareTo(kept.transaction().booking().amount().abs()) > 0) {
                throw new AssignmentRefused(
                        i, "amount", "exceeds the " + kept.rest().toPlainString() + " that is left of the transaction");
            }
            try {
                matching.enter(connection, isIncoming ? EntryKind.PAID : EntryKind.RETURNED, kept.transaction(), share);
            } catch (EntryRefused e) {
                throw new AssignmentRefused(i, "amount", e.detail());
            }
        }
        boolean isDone =
                assigned.compareTo(kept.transaction().booking().amount().abs()) == 0;
        payments.decide(
                connection,
                id,
                isDone
                        ? Fate.assigned(assigned)
                        : Fate.waiting(
                                assigned,
                                String.valueOf(kept.fate().reason()),
                                kept.fate().detail()));
        return new Assigned(shown(connection, id).orElseThrow());
    }

    private Share share(Connection connection, Kept kept, Wanted wanted, int index, String by) throws SQLException {
        Filed filed = invoices.find(connection, wanted.invoice()).orElseThrow();
        Heading heading = filed.invoice().heading();
        String currency = kept.transaction().booking().currency().getCurrencyCode();
        boolean isSame = heading.currency().getCurrencyCode().equals(currency);
        BigDecimal amount = scaled(wanted.amount(), heading.currency(), index, "amount");
        BigDecimal ofTransaction = wanted.ofTransaction();
        if (ofTransaction == null && !isSame) {
            throw new AssignmentRefused(
                    index,
                    "ofTransaction",
                    "is missing: the invoice is in " + heading.currency() + ", the transaction in " + currency);
        }
        if (ofTransaction != null && isSame && ofTransaction.compareTo(amount) != 0) {
            throw new AssignmentRefused(index, "ofTransaction", "differs from amount though both are in " + currency);
        }
        BigDecimal part = ofTransaction == null
                ? amount
                : scaled(ofTransaction, kept.transaction().booking().currency(), index, "ofTransaction");
        return new Share(
                filed.key().tenant(), kept.transaction().id(), wanted.invoice(), amount, part, by, clock.instant());
    }

    private static BigDecimal scaled(BigDecimal amount, Currency currency, int index, String member) {
        int digits = currency.getDefaultFractionDigits();
        if (amount.signum() <= 0 || amount.stripTrailingZeros().scale() > digits) {
            throw new AssignmentRefused(
                    index,
                    member,
                    amount.toPlainString() + " is not more than zero with at most " + digits + " decimals of "
                            + currency);
        }
        return amount.setScale(digits);
    }

    private Optional<Shown> shown(Connection connection, String id) throws SQLException {
        Optional<Kept> kept = payments.find(connection, id);
        return kept.isPresent()
                ? Optional.of(new Shown(kept.get(), payments.shares(connection, id)))
                : Optional.empty();
    }
}

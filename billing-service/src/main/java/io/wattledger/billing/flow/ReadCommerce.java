package io.wattledger.billing.flow;

import io.wattledger.billing.account.Account;
import io.wattledger.billing.commercial.AvailableCredit;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Contract;
import io.wattledger.billing.contract.DocumentGroup;
import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.billing.period.BillingMonth;
import io.wattledger.billing.period.PeriodState;
import io.wattledger.billing.period.UnreadUsage;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads how discounts, commitments and credits stand before a contract's month is invoiced, in the caller's transaction. */
@Singleton
class ReadCommerce {

    private final CommercialBook book;
    private final InvoiceBook invoices;
    private final ChargeLedger ledger;

    ReadCommerce(CommercialBook book, InvoiceBook invoices, ChargeLedger ledger) {
        this.book = book;
        this.invoices = invoices;
        this.ledger = ledger;
    }

    /**
     * What an invoice's discounts, commitments and credits are computed from.
     *
     * @param terms discounts and commitments of the account
     * @param before how everything stands
     * @param usedUp credits with nothing left, to which a correction may give back; asked only where the month is corrected
     * @param openMonths for each commitment that ends with the month, what is not invoiced yet or could not be read and would
     *     count: no shortfall can be billed before
     * @param closed ids of commitments whose interval of the month is closed; asked only where the month is corrected
     */
    record Commerce(
            CommercialTerms terms,
            MoneyState before,
            List<AvailableCredit> usedUp,
            List<String> openMonths,
            List<String> closed) {

        Commerce {
            usedUp = List.copyOf(usedUp);
            openMonths = List.copyOf(openMonths);
            closed = List.copyOf(closed);
        }
    }

    /** How discounts, commitments and credits of several accounts stand, by tenant. */
    Map<String, MoneyState> states(Connection connection, Collection<Account> accounts) throws SQLException {
        return book.states(connection, accounts.stream().collect(Collectors.toMap(Account::tenant, Account::terms)));
    }

    /**
     * Reads what else there is to know.
     *
     * @param before how everything stands
     * @param endsMonth whether the contract covers the last day of the month, so that it closes what ends then
     * @param corrects whether earlier months may be corrected with it
     */
    Commerce read(
            Connection connection,
            PeriodKey key,
            Account account,
            MoneyState before,
            boolean endsMonth,
            boolean corrects)
            throws SQLException {
        CommercialTerms terms = account.terms();
        List<String> open = new ArrayList<>();
        for (Commitment commitment : terms.commitments()) {
            Optional<MonthSpan> interval = commitment.interval(key.contract(), key.month());
            if (endsMonth && interval.isPresent() && interval.get().last().equals(key.month())) {
                open.addAll(openMonths(connection, key, account, commitment, interval.get()));
            }
        }
        List<AvailableCredit> usedUp = corrects ? book.usedUp(connection, key.tenant()) : List.of();
        return new Commerce(terms, before, usedUp, open, List.of());
    }

    /** Reads what an invoice is computed from that corrects an issued month: its discounts were taken when it was issued. */
    Commerce afterIssue(Connection connection, PeriodKey key, Account account) throws SQLException {
        CommercialTerms terms = new CommercialTerms(List.of(), account.terms().commitments());
        return new Commerce(
                terms,
                book.state(connection, key.tenant(), terms),
                book.usedUp(connection, key.tenant()),
                List.of(),
                closed(connection, key, account));
    }

    /** Ids of the commitments towards which the month does not count any more, since the invoice that ends its interval is issued. */
    List<String> closed(Connection connection, PeriodKey key, Account account) throws SQLException {
        List<String> closed = new ArrayList<>();
        for (Commitment commitment : account.terms().commitments()) {
            Optional<MonthSpan> interval = commitment.interval(key.contract(), key.month());
            if (interval.isPresent() && isClosed(connection, key.tenant(), account, commitment, interval.get())) {
                closed.add(commitment.id());
            }
        }
        return closed;
    }

    private boolean isClosed(
            Connection connection, String tenant, Account account, Commitment commitment, MonthSpan interval)
            throws SQLException {
        YearMonth last = interval.last();
        for (Contract contract : account.contracts()) {
            Optional<BillingPeriod> period = BillingMonth.of(contract, last);
            if (commitment.contracts().contains(contract.id())
                    && period.isPresent()
                    && period.get().lastDay().equals(last.atEndOfMonth())) {
                PeriodKey month = new PeriodKey(tenant, contract.id(), last);
                DocumentGroup ending = MonthSplit.of(connection, invoices, ledger, month, contract, period.get())
                        .documents()
                        .getLast();
                return invoices.period(connection, month.of(ending.name())) instanceof PeriodState.Issued;
            }
        }
        return false;
    }

    /** Lets nobody else draw or change credits until the transaction ends. */
    void lock(Connection connection, String tenant) throws SQLException {
        book.lock(connection, tenant);
    }

    /** Locks the tenant's credits and draws, and says whether they still stand as they were read. */
    boolean stands(Connection connection, String tenant, Commerce commerce) throws SQLException {
        book.lock(connection, tenant);
        return book.state(connection, tenant, commerce.terms()).equals(commerce.before())
                && (commerce.usedUp().isEmpty()
                        || book.usedUp(connection, tenant).equals(commerce.usedUp()));
    }

    private List<String> openMonths(
            Connection connection, PeriodKey key, Account account, Commitment commitment, MonthSpan interval)
            throws SQLException {
        List<String> open = new ArrayList<>();
        Map<PeriodKey, BillingPeriod> others = new LinkedHashMap<>();
        for (Contract contract : account.contracts()) {
            if (!commitment.contracts().contains(contract.id())) {
                continue;
            }
            for (YearMonth month = interval.first(); interval.covers(month); month = month.plusMonths(1)) {
                PeriodKey other = new PeriodKey(key.tenant(), contract.id(), month);
                Optional<BillingPeriod> period = BillingMonth.of(contract, month);
                if (period.isEmpty()) {
                    continue;
                }
                if (isOpen(connection, other, contract, period.get(), key)) {
                    open.add(counts(other, commitment) + " and is not invoiced yet");
                }
                if (!other.equals(key.of(""))) {
                    others.put(other, period.get());
                }
            }
        }
        open.addAll(unreadMonths(connection, commitment, others));
        return open;
    }

    /**
     * The other months, issued or not, of which usage lies aside unread: a shortfall that is billed without it is not given back
     * once it is read. The month that asks waits for its own by itself.
     */
    private List<String> unreadMonths(
            Connection connection, Commitment commitment, Map<PeriodKey, BillingPeriod> others) throws SQLException {
        if (others.isEmpty()) {
            return List.of();
        }
        Map<PeriodKey, Instant> starts = new LinkedHashMap<>();
        others.forEach((month, period) -> starts.put(month, period.start()));
        Map<PeriodKey, List<UnreadUsage>> unread = ledger.unread(connection, starts);
        List<String> waiting = new ArrayList<>();
        others.forEach((month, period) -> {
            if (unread.getOrDefault(month, List.of()).stream().anyMatch(one -> one.concerns(period))) {
                waiting.add(
                        counts(month, commitment)
                                + ", and usage that may be of it could not be read; GET /api/v1/unreadable-records of billing lists it");
            }
        });
        return waiting;
    }

    private static String counts(PeriodKey month, Commitment commitment) {
        return month.month() + " of contract " + month.contract() + " counts towards commitment " + commitment.id();
    }

    /** Whether a document of a month waits beside the one that asks. One without usage is never issued and keeps nobody waiting. */
    private boolean isOpen(
            Connection connection, PeriodKey month, Contract contract, BillingPeriod period, PeriodKey asking)
            throws SQLException {
        for (DocumentGroup document : MonthSplit.of(connection, invoices, ledger, month, contract, period)
                .documents()) {
            PeriodKey key = month.of(document.name());
            if (!key.equals(asking)
                    && !(invoices.period(connection, key) instanceof PeriodState.Issued)
                    && ledger.has(connection, UsageSpan.of(key, period.of(document.stated())))) {
                return true;
            }
        }
        return false;
    }
}

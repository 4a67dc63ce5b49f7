package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.billing.invoice.PublishedFacts;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that discounts, commitments and credits are applied from, beside the lines. It is kept with the invoice, so that the
 * invoice can be computed again.
 *
 * @param terms discounts and commitments of the account
 * @param contract id of the contract that is billed
 * @param month the billing month
 * @param endsMonth whether the contract covers the last day of the month, so that this invoice closes what ends with it
 * @param before how everything stood before
 * @param issueDate date of the invoice: credits are drawn and amounts converted as of it
 * @param rates published rates of exchange
 * @param closed ids of commitments whose interval of the month is closed, so that nothing counts towards it any more; none in
 *     what was stored before invoices of corrections had a basis
 */
public record CommercialBasis(
        CommercialTerms terms,
        String contract,
        YearMonth month,
        boolean endsMonth,
        MoneyState before,
        LocalDate issueDate,
        List<ExchangeRate> rates,
        @Nullable List<String> closed) {

    /** Copies the lists; none of no commitment is none. */
    public CommercialBasis {
        rates = List.copyOf(rates);
        closed = closed == null || closed.isEmpty() ? null : List.copyOf(closed);
    }

    /** The basis of a month's invoice, by which intervals close. */
    public CommercialBasis(
            CommercialTerms terms,
            String contract,
            YearMonth month,
            boolean endsMonth,
            MoneyState before,
            LocalDate issueDate,
            List<ExchangeRate> rates) {
        this(terms, contract, month, endsMonth, before, issueDate, rates, null);
    }

    /** Ids of commitments towards which nothing counts any more. */
    @Override
    public List<String> closed() {
        return closed == null ? List.of() : closed;
    }

    /** Commitments of which the month's interval is open. */
    List<Commitment> counting() {
        return terms.commitments().stream()
                .filter(commitment ->
                        commitment.interval(contract, month).isPresent() && !closed().contains(commitment.id()))
                .toList();
    }

    /** Discounts that hold for the month. */
    Stream<Discount> discounts() {
        return terms.discounts().stream().filter(one -> one.scope().covers(contract, month));
    }

    /** Discounts that a correction of the month takes as far as other months leave of their caps. */
    public List<Discount> takenAnew() {
        return discounts()
                .filter(one -> one.reduction() instanceof Reduction.Amount || one.cap() != null)
                .toList();
    }

    /** The same for a correction of the month: discounts take what their caps leave beside all other months. */
    public CommercialBasis correcting(DiscountsStanding standing) {
        Map<String, BigDecimal> others = new HashMap<>();
        takenAnew().stream()
                .filter(one -> standing.all().containsKey(one.id()))
                .forEach(one -> others.put(one.id(), standing.others(one)));
        SortedMap<String, Money> told = PerCentDiscounts.hold(this) ? PerCentDiscounts.of(this, standing) : null;
        return new CommercialBasis(
                terms, contract, month, endsMonth, before.besideOthers(others, told), issueDate, rates, closed);
    }

    /**
     * The same for an invoice that corrects earlier months.
     *
     * @param more what discounts take more of these, by their ids; below zero where they take less
     */
    public CommercialBasis after(Map<String, BigDecimal> more) {
        Map<String, BigDecimal> ofTerms = new HashMap<>(more);
        ofTerms.keySet().retainAll(terms.discounts().stream().map(Discount::id).toList());
        return ofTerms.isEmpty()
                ? this
                : new CommercialBasis(
                        terms, contract, month, endsMonth, before.discounting(ofTerms), issueDate, rates, closed);
    }

    /**
     * The same for an invoice with lines that give back to credits for earlier months.
     *
     * @param back what goes back, by the id of the credit
     * @param usedUp credits with nothing left, to which it may give back
     */
    public CommercialBasis givingBack(Map<String, Money> back, List<AvailableCredit> usedUp) {
        return back.isEmpty()
                ? this
                : new CommercialBasis(
                        terms, contract, month, endsMonth, before.givenBack(back, usedUp), issueDate, rates, closed);
    }

    /** Whether lines can come out otherwise than without it. */
    public boolean saysNothing() {
        return terms.sayNothing() && before.credits().isEmpty();
    }

    /** The rate from the currency of invoices to that of a commitment, of the 31 days up to the issue date. */
    Optional<ExchangeRate> rate(Currency billed, Currency committed) {
        return new PublishedFacts(rates, Map.of()).rate(billed, committed, issueDate);
    }

    /** Whether this invoice is the last that counts in {@code interval}. */
    boolean closes(MonthSpan interval) {
        return endsMonth && interval.last().equals(month);
    }

    /** Why it cannot be applied to invoices in {@code billed}: currencies without a rate, one sentence each. */
    public List<String> missingRates(Currency billed) {
        return counting().stream()
                .map(Commitment::committed)
                .map(committed -> committed.currency())
                .filter(committed ->
                        !committed.equals(billed) && rate(billed, committed).isEmpty())
                .distinct()
                .map(committed -> "a commitment is in " + committed + ", the invoice in " + billed
                        + ", and the catalog's taxExchangeRates have no rate of " + billed + " in " + committed
                        + " of the 31 days up to " + issueDate)
                .toList();
    }
}

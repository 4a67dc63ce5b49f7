package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Discounts, commitments and credits of contract {@code c-2026} in October 2026, for tests. */
public final class SomeTerms {

    public static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    public static final LocalDate ISSUED = LocalDate.of(2026, 11, 2);

    private final List<Discount> discounts = new ArrayList<>();
    private final List<Commitment> commitments = new ArrayList<>();
    private final List<AvailableCredit> credits = new ArrayList<>();
    private final List<MoneyState.Drawn> drawn = new ArrayList<>();
    private final List<ExchangeRate> rates = new ArrayList<>();
    private final TreeMap<String, BigDecimal> discounted = new TreeMap<>();
    private YearMonth month = OCTOBER;
    private boolean endsMonth = true;

    /** A discount of a part of GPU time and reservations. */
    public SomeTerms perCent(String id, String percent) {
        return discount(id, new Reduction.PerCent(new BigDecimal(percent)), ChargeSelection.COMPUTE, null, null);
    }

    /** A discount of an amount in each month. */
    public SomeTerms amount(String id, String perMonth) {
        return discount(id, new Reduction.Amount(new BigDecimal(perMonth)), ChargeSelection.COMPUTE, null, null);
    }

    public SomeTerms discount(
            String id, Reduction reduction, ChargeSelection on, @Nullable String cap, @Nullable String commitment) {
        discounts.add(new Discount(
                id,
                "Agreed " + id,
                reduction,
                on,
                new Discount.Scope(List.of("c-2026"), YearMonth.of(2026, 1), null),
                cap == null ? null : new BigDecimal(cap),
                commitment,
                null));
        return this;
    }

    /** What a discount took off before. */
    public SomeTerms discountedBefore(String id, String amount) {
        discounted.put(id, new BigDecimal(amount));
        return this;
    }

    /** A commitment in every month of 2026. */
    public SomeTerms monthly(String id, Money committed, @Nullable String overagePercent) {
        return commitment(id, committed, CommitmentInterval.MONTH, overagePercent);
    }

    public SomeTerms commitment(String id, Money committed, CommitmentInterval every, @Nullable String overagePercent) {
        commitments.add(new Commitment(
                id,
                "Commitment " + id,
                committed,
                every,
                new MonthSpan(YearMonth.of(2026, 1), YearMonth.of(2027, 1)),
                ChargeSelection.COMPUTE,
                List.of("c-2026"),
                overagePercent == null ? null : new BigDecimal(overagePercent)));
        return this;
    }

    /** What was drawn from a commitment in the interval of the month before. */
    public SomeTerms drawnBefore(String id, Money amount) {
        for (Commitment commitment : commitments) {
            if (commitment.id().equals(id)) {
                drawn.add(new MoneyState.Drawn(
                        id, commitment.interval("c-2026", month).orElseThrow(), amount));
            }
        }
        return this;
    }

    public SomeTerms credit(String id, CreditKind kind, Money balance, @Nullable String expires) {
        credits.add(new AvailableCredit(
                id,
                kind,
                "Credit " + id,
                balance,
                LocalDate.of(2026, 1, 1),
                expires == null ? null : LocalDate.parse(expires)));
        return this;
    }

    public SomeTerms rate(String base, String quote, String rate) {
        rates.add(new ExchangeRate(
                Currency.getInstance(base), Currency.getInstance(quote), ISSUED, new BigDecimal(rate), "Norges Bank"));
        return this;
    }

    public SomeTerms in(YearMonth other) {
        month = other;
        return this;
    }

    public SomeTerms endingBeforeTheMonth() {
        endsMonth = false;
        return this;
    }

    public CommercialTerms terms() {
        return new CommercialTerms(discounts, commitments);
    }

    public CommercialBasis basis() {
        return new CommercialBasis(
                terms(), "c-2026", month, endsMonth, new MoneyState(discounted, drawn, credits), ISSUED, rates);
    }

    public static Money nok(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("NOK"));
    }

    public static Money eur(String amount) {
        return new Money(new BigDecimal(amount), Currency.getInstance("EUR"));
    }
}

package io.wattledger.billing.commercial;

import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.DrawnLeft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's discounts, commitments and credits stood before an invoice.
 *
 * @param discounted what each discount has taken off before, by its id; one that took nothing is left out
 * @param drawn what was drawn before, by commitment and interval; where nothing was they are left out
 * @param credits credits with something left
 * @param overage what of issued invoices that are corrected does not count; none in what was stored before it was kept
 * @param belowZeroFirst that lines below zero count before others, so that others count in their place, and what takes back of an
 *     invoice of which no overage is told takes nothing off; absent where no invoice of a month is made, and in what was stored
 *     before they did
 * @param ofMonth where an issued month is corrected, what its documents so far tell that discounts in per cent take of it, by
 *     their ids; absent where none holds for it, before all other documents, and in what was stored before it was kept
 */
public record MoneyState(
        SortedMap<String, BigDecimal> discounted,
        List<Drawn> drawn,
        List<AvailableCredit> credits,
        @Nullable List<Overage> overage,
        @Nullable Boolean belowZeroFirst,
        @Nullable SortedMap<String, Money> ofMonth) {

    /** Nothing was ever taken, drawn or bought. */
    public static final MoneyState NONE = new MoneyState(new TreeMap<>(Map.of()), List.of(), List.of());

    /** Copies maps and lists. */
    public MoneyState {
        discounted = new TreeMap<>(discounted);
        drawn = List.copyOf(drawn);
        credits = List.copyOf(credits);
        overage = overage == null || overage.isEmpty() ? null : List.copyOf(overage);
        ofMonth = ofMonth == null ? null : new TreeMap<>(ofMonth);
    }

    /** Before an invoice that corrects none. */
    public MoneyState(SortedMap<String, BigDecimal> discounted, List<Drawn> drawn, List<AvailableCredit> credits) {
        this(discounted, drawn, credits, null, null, null);
    }

    /** What of issued invoices that are corrected does not count. */
    @Override
    public List<Overage> overage() {
        return overage == null ? List.of() : overage;
    }

    /**
     * What was drawn from a commitment.
     *
     * @param commitment its id
     * @param interval the interval
     * @param amount in the currency of the commitment; below zero where more was given back
     */
    public record Drawn(String commitment, MonthSpan interval, Money amount) {}

    /**
     * What an issued invoice bills beyond what it counts towards a commitment.
     *
     * @param invoice its number
     * @param commitment id of the commitment
     * @param amount in the invoice's currency
     * @param counted what it counts, and what it has drawn for that by its rate; absent where no currency is converted, and in what
     *     was stored before it was kept
     */
    public record Overage(
            String invoice,
            String commitment,
            Money amount,
            @Nullable DrawnLeft counted) {}

    /** The same without a credit to draw from. */
    public MoneyState withoutCredits() {
        return new MoneyState(discounted, drawn, List.of(), overage, belowZeroFirst, ofMonth);
    }

    /**
     * The same before a document that corrects an issued month.
     *
     * @param others what other months have taken of some discounts, by their ids
     * @param told what the month's documents tell that discounts in per cent take of it; absent where none holds for it
     */
    MoneyState besideOthers(Map<String, BigDecimal> others, @Nullable SortedMap<String, Money> told) {
        SortedMap<String, BigDecimal> all = new TreeMap<>(discounted);
        all.putAll(others);
        return new MoneyState(all, drawn, credits, overage, belowZeroFirst, told);
    }

    /** The same where so much more of discounts was taken, by their ids; below zero where they have given back. */
    MoneyState discounting(Map<String, BigDecimal> more) {
        SortedMap<String, BigDecimal> all = new TreeMap<>(discounted);
        more.forEach((id, taken) -> all.merge(id, taken, BigDecimal::add));
        return new MoneyState(all, drawn, credits, overage, belowZeroFirst, ofMonth);
    }

    /** The same before the invoice of a month, which may correct others. */
    public MoneyState correcting(List<Overage> others) {
        return new MoneyState(discounted, drawn, credits, others, true, ofMonth);
    }

    /**
     * How everything stands after documents that give back.
     *
     * @param usedUp credits with nothing left, to which they may give back
     */
    public MoneyState after(List<ContractMoney> returned, List<AvailableCredit> usedUp) {
        List<Drawn> moreDrawn = new ArrayList<>(drawn);
        List<AvailableCredit> filled = new ArrayList<>(credits);
        filled.addAll(usedUp);
        for (ContractMoney money : returned) {
            money.commitments()
                    .forEach(one -> moreDrawn.add(
                            new Drawn(one.id(), one.months(), one.balance().drawn())));
            for (ContractMoney.CreditDrawn one : money.credits()) {
                filled.replaceAll(credit ->
                        credit.id().equals(one.id()) ? credit.with(one.drawn().negated()) : credit);
            }
        }
        filled.removeIf(credit -> credit.balance().signum() == 0);
        return new MoneyState(discounted, moreDrawn, filled, overage, belowZeroFirst, ofMonth);
    }

    /**
     * How everything stands once an invoice has given back to credits for earlier months.
     *
     * @param back what goes back, by the id of the credit; to one that was voided it does not count
     * @param usedUp credits with nothing left, to which it may give back
     */
    MoneyState givenBack(Map<String, Money> back, List<AvailableCredit> usedUp) {
        List<AvailableCredit> filled = new ArrayList<>(credits);
        usedUp.stream().filter(credit -> back.containsKey(credit.id())).forEach(filled::add);
        filled.replaceAll(credit -> back.containsKey(credit.id()) ? credit.holding(back.get(credit.id())) : credit);
        return new MoneyState(discounted, drawn, filled, overage, belowZeroFirst, ofMonth);
    }

    /** What was drawn from a commitment in one interval before. */
    Money drawn(String commitment, MonthSpan interval, Money nothing) {
        return drawn.stream()
                .filter(one -> one.commitment().equals(commitment)
                        && one.interval().equals(interval)
                        && one.amount().currency().equals(nothing.currency()))
                .map(Drawn::amount)
                .reduce(nothing, Money::plus);
    }
}

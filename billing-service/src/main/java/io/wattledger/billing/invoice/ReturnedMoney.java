package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.Balance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a credit note gives back of what its invoice has drawn: what is drawn before it less what is drawn after it, so that an
 * invoice credited in full gives back all to the last minor unit.
 *
 * <p>To each credit goes back at most what it still pays, whatever has given it back before.
 *
 * <ul>
 *   <li>Paid credits settle what is left with VAT, as far as they go: money goes back first.
 *   <li>Promotional credits pay what {@link AcrossLines} has left of them.
 *   <li>Discounts of an amount take what {@link AcrossLines} has left of them.
 *   <li>Towards a commitment counts what {@link CountedLeft} has left.
 * </ul>
 */
final class ReturnedMoney {

    private final Remainder remainder;
    private final Remainder stays;
    private final Invoice invoice;
    private final Money nothing;

    /**
     * Between two states of an invoice.
     *
     * @param remainder what is left before the credit note
     * @param stays what is left after it
     */
    ReturnedMoney(Remainder remainder, Remainder stays) {
        this.remainder = remainder;
        this.stays = stays;
        this.invoice = remainder.invoice();
        this.nothing = Money.zero(invoice.heading().currency());
    }

    /** What goes back; absent where the invoice drew nothing or nothing of it goes back. */
    @Nullable
    ContractMoney told() {
        ContractMoney drawn = invoice.totals().money();
        if (drawn == null) {
            return null;
        }
        List<CreditDrawn> credits = new ArrayList<>();
        credits.addAll(back(
                CreditKind.PROMOTIONAL,
                remainder.across().promotional(),
                stays.across().promotional()));
        credits.addAll(back(CreditKind.PAID, paidOf(remainder), paidOf(stays)));
        List<CommitmentDrawn> commitments = new ArrayList<>();
        for (CommitmentDrawn commitment : drawn.commitments()) {
            CommitmentDrawn back = back(commitment);
            if (back.balance().drawn().signum() != 0) {
                commitments.add(back);
            }
        }
        ContractMoney returned = new ContractMoney(discounts(drawn), commitments, credits);
        return returned.saysNothing() ? null : returned;
    }

    /** Discounts of an amount of which something goes back, by as much below zero. */
    private List<DiscountTaken> discounts(ContractMoney drawn) {
        List<DiscountTaken> back = new ArrayList<>();
        List<String> ids = remainder.across().discounts();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            Money change = stays.across()
                    .allowances()
                    .get(i)
                    .minus(remainder.across().allowances().get(i));
            drawn.discounts().stream()
                    .filter(one -> one.id().equals(id) && change.signum() < 0)
                    .forEach(one -> back.add(new DiscountTaken(id, one.words(), change)));
        }
        return back;
    }

    /** What paid credits settle of what is left. */
    private Money paidOf(Remainder left) {
        Map<String, Money> pays = pays();
        Money all = nothing;
        for (CreditDrawn credit : AcrossLines.drew(invoice, CreditKind.PAID)) {
            all = all.plus(pays == null ? credit.drawn() : pays.getOrDefault(credit.id(), nothing));
        }
        return AcrossLines.least(all, left.withVat());
    }

    /** What each credit gets where all of a kind pay {@code after} instead of {@code before}: the last drawn first. */
    private List<CreditDrawn> back(CreditKind kind, Money before, Money after) {
        List<CreditDrawn> drawn = AcrossLines.drew(invoice, kind);
        List<CreditDrawn> back = new ArrayList<>();
        Map<String, Money> pays = pays();
        // Before it was kept what each still pays, what had gone was taken to have been drawn last.
        Money gone = pays == null ? AcrossLines.sum(drawn, nothing).minus(before) : nothing;
        Money from = gone;
        Money to = gone.plus(before).minus(after);
        for (CreditDrawn credit : drawn.reversed()) {
            Money most = pays == null ? credit.drawn() : pays.getOrDefault(credit.id(), nothing);
            Money had = AcrossLines.least(from, most);
            Money has = AcrossLines.least(to, most);
            if (has.minus(had).signum() > 0) {
                back.add(new CreditDrawn(
                        credit.id(), kind, credit.words(), null, has.minus(had).negated(), credit.expiresOn()));
            }
            from = from.minus(had);
            to = to.minus(has);
        }
        return back;
    }

    /** What each credit still pays, by its id; absent where that was not kept. */
    private @Nullable Map<String, Money> pays() {
        List<CreditLeft> credits = remainder.across().credits();
        return credits == null ? null : credits.stream().collect(Collectors.toMap(CreditLeft::id, CreditLeft::pays));
    }

    private CommitmentDrawn back(CommitmentDrawn drawn) {
        CountedLeft all = counted(remainder, drawn);
        Money whole = all.whole(drawn);
        Money before = all.counted();
        Money after = counted(stays, drawn).counted();
        Money back =
                DrawnLeft.of(drawn, whole, before).back(before.minus(after)).negated();
        return new CommitmentDrawn(
                drawn.id(),
                drawn.words(),
                drawn.months(),
                new Balance(drawn.balance().committed(), null, back),
                after.minus(before),
                drawn.rate(),
                lines(drawn, all, before.minus(after)),
                null);
    }

    private static CountedLeft counted(Remainder left, CommitmentDrawn drawn) {
        return left.across().commitments().stream()
                .filter(one -> one.id().equals(drawn.id()))
                .findFirst()
                .orElseGet(() -> CountedLeft.withTakenBack(drawn));
    }

    /** Which lines do not count any more: those that counted themselves first, then others that made way for overage. */
    private List<CountedLine> lines(CommitmentDrawn drawn, CountedLeft all, Money back) {
        SortedMap<Integer, Money> lines = new TreeMap<>();
        Money open = back;
        for (CountedLine line : all.of(drawn)) {
            Money was = remainder.amountLeft(line.line());
            Money is = stays.amountLeft(line.line());
            Money uncounted = line.counted().signum() < 0
                    ? was.minus(is)
                    : AcrossLines.least(
                            AcrossLines.least(line.counted(), was).minus(AcrossLines.least(line.counted(), is)), open);
            lines.merge(line.line(), uncounted, Money::plus);
            open = open.minus(uncounted);
        }
        for (int line : all.lines()) {
            Money taken = remainder.amountLeft(line).minus(stays.amountLeft(line));
            Money rest = AcrossLines.least(open, taken.minus(lines.getOrDefault(line, nothing)));
            if (rest.signum() > 0) {
                lines.merge(line, rest, Money::plus);
                open = open.minus(rest);
            }
        }
        lines.values().removeIf(money -> money.signum() == 0);
        return lines.entrySet().stream()
                .map(line -> new CountedLine(line.getKey(), line.getValue().negated()))
                .toList();
    }
}

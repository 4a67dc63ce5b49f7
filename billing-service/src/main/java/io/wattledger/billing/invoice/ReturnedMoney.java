package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.Balance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a credit note gives back of what its invoice has drawn: what is drawn before it less what is drawn after it, so that an
 * invoice credited in full gives back all to the last minor unit.
 *
 * <ul>
 *   <li>Paid credits settle what is left with VAT, as far as they go: money goes back first.
 *   <li>Promotional credits pay what {@link AcrossLines} has left of them.
 *   <li>To a commitment goes back what is credited of a line beyond the part of it that did not count.
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
        ContractMoney returned = new ContractMoney(List.of(), commitments, credits);
        return returned.saysNothing() ? null : returned;
    }

    /** What paid credits settle of what is left. */
    private Money paidOf(Remainder left) {
        Money all = AcrossLines.sum(AcrossLines.drawn(invoice, CreditKind.PAID), nothing);
        return AcrossLines.least(all, left.withVat());
    }

    /** What each credit gets where all of a kind pay {@code after} instead of {@code before}: the last drawn first. */
    private List<CreditDrawn> back(CreditKind kind, Money before, Money after) {
        List<CreditDrawn> drawn = AcrossLines.drawn(invoice, kind);
        List<CreditDrawn> back = new ArrayList<>();
        Money from = AcrossLines.sum(drawn, nothing).minus(before);
        Money to = AcrossLines.sum(drawn, nothing).minus(after);
        for (CreditDrawn credit : drawn.reversed()) {
            Money had = AcrossLines.least(from, credit.drawn());
            Money has = AcrossLines.least(to, credit.drawn());
            if (has.minus(had).signum() > 0) {
                back.add(new CreditDrawn(
                        credit.id(), kind, credit.words(), null, has.minus(had).negated(), credit.expiresOn()));
            }
            from = from.minus(had);
            to = to.minus(has);
        }
        return back;
    }

    private CommitmentDrawn back(CommitmentDrawn drawn) {
        Money before = nothing;
        Money after = nothing;
        List<CountedLine> lines = new ArrayList<>();
        for (CountedLine line : drawn.lines()) {
            Money net = remainder.line(line.line()).orElseThrow().amount().net();
            Money credited = net.minus(remainder.amountLeft(line.line()));
            Money was = uncounted(line, net, credited);
            Money is = uncounted(line, net, net.minus(stays.amountLeft(line.line())));
            before = before.plus(was);
            after = after.plus(is);
            if (!is.equals(was)) {
                lines.add(new CountedLine(line.line(), was.minus(is)));
            }
        }
        Money back = inCommitment(drawn, before).minus(inCommitment(drawn, after));
        return new CommitmentDrawn(
                drawn.id(),
                drawn.words(),
                drawn.months(),
                new Balance(drawn.balance().committed(), null, back),
                before.minus(after),
                drawn.rate(),
                lines,
                null);
    }

    /** What does not count any more once {@code credited} of a line is credited. */
    private Money uncounted(CountedLine line, Money net, Money credited) {
        if (line.counted().signum() < 0) {
            return credited;
        }
        Money beyond = credited.minus(net.minus(line.counted()));
        return beyond.signum() > 0 ? beyond : nothing;
    }

    private static Money inCommitment(CommitmentDrawn drawn, Money counted) {
        if (counted.equals(drawn.counted())) {
            return drawn.balance().drawn();
        }
        return drawn.rate() == null
                ? counted
                : AcrossLines.least(
                        drawn.rate().convert(counted), drawn.balance().drawn());
    }
}

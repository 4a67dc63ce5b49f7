package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.Balance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a credit note gives back of what its invoice has drawn. Each share is the difference of what all credit notes together
 * give back after it and before it, so that an invoice credited in full gives back all to the last minor unit:
 *
 * <ul>
 *   <li>to paid credits, what is credited beyond the part of the invoice that was to be paid in money;
 *   <li>to promotional credits, the share of them that the credited net amount is of the whole, rounded down; where they took
 *       off all that the lines come to, what of them is credited;
 *   <li>to a commitment, what is credited of a line beyond the part of it that did not count.
 * </ul>
 */
final class ReturnedMoney {

    private final Remainder remainder;
    private final Invoice invoice;
    private final Money nothing;

    ReturnedMoney(Remainder remainder) {
        this.remainder = remainder;
        this.invoice = remainder.invoice();
        this.nothing = Money.zero(invoice.heading().currency());
    }

    /**
     * What goes back; absent where the invoice drew nothing.
     *
     * @param taken what the credit note takes from each line
     * @param net what it credits without VAT
     * @param withVat the same with VAT
     */
    @Nullable
    ContractMoney of(Map<Integer, Money> taken, Money net, Money withVat) {
        ContractMoney drawn = invoice.totals().money();
        if (drawn == null) {
            return null;
        }
        List<CreditDrawn> credits = new ArrayList<>();
        Money creditedNet = invoice.totals().withoutVat().minus(remainder.total());
        credits.addAll(
                OffsetInvoice.is(invoice)
                        ? back(
                                drawn,
                                CreditKind.PROMOTIONAL,
                                offset(drawn, remainder.left()),
                                offset(drawn, remainder.after(taken)))
                        : back(
                                drawn,
                                CreditKind.PROMOTIONAL,
                                promotional(creditedNet),
                                promotional(creditedNet.plus(net))));
        Money credited = invoice.totals().withVat().minus(leftWithVat());
        credits.addAll(back(drawn, CreditKind.PAID, paid(credited), paid(credited.plus(withVat))));
        List<CommitmentDrawn> commitments = new ArrayList<>();
        for (CommitmentDrawn commitment : drawn.commitments()) {
            CommitmentDrawn back = back(commitment, taken);
            if (back.balance().drawn().signum() != 0) {
                commitments.add(back);
            }
        }
        ContractMoney returned = new ContractMoney(List.of(), commitments, credits);
        return returned.saysNothing() ? null : returned;
    }

    /** What paid credits have back once {@code credited} is credited with VAT. */
    private Money paid(Money credited) {
        Money beyond = credited.minus(invoice.totals().payable());
        return beyond.signum() > 0 ? beyond : nothing;
    }

    /** What promotional credits have back once {@code credited} is credited without VAT. */
    private Money promotional(Money credited) {
        Money whole = invoice.totals().withoutVat();
        Money drawn = sum(CreditKind.PROMOTIONAL);
        return whole.signum() == 0 || credited.equals(whole) ? drawn : drawn.share(credited, whole);
    }

    /** What promotional credits have back of an invoice that comes to nothing, once its lines have these amounts left. */
    private Money offset(ContractMoney drawn, Map<Integer, Money> left) {
        int draws = Math.toIntExact(drawn.credits().stream()
                .filter(credit -> credit.kind() == CreditKind.PROMOTIONAL)
                .count());
        return new OffsetInvoice(remainder).promotionalBack(left, sum(CreditKind.PROMOTIONAL), draws);
    }

    private Money sum(CreditKind kind) {
        Money sum = nothing;
        ContractMoney drawn = invoice.totals().money();
        for (CreditDrawn credit : drawn == null ? List.<CreditDrawn>of() : drawn.credits()) {
            sum = credit.kind() == kind ? sum.plus(credit.drawn()) : sum;
        }
        return sum;
    }

    private Money leftWithVat() {
        Money left = nothing;
        for (Map.Entry<VatTreatment, Money> entry :
                remainder.perTreatment(remainder.left()).entrySet()) {
            left = left.plus(entry.getValue()).plus(TotalSums.tax(entry.getKey(), entry.getValue(), left.currency()));
        }
        return left;
    }

    /** What each credit gets of what goes back between two sums: the last drawn first. */
    private List<CreditDrawn> back(ContractMoney drawn, CreditKind kind, Money before, Money after) {
        List<CreditDrawn> back = new ArrayList<>();
        Money from = before;
        Money to = after;
        for (CreditDrawn credit : drawn.credits().reversed()) {
            if (credit.kind() == kind) {
                Money share = least(to, credit.drawn()).minus(least(from, credit.drawn()));
                if (share.signum() > 0) {
                    back.add(new CreditDrawn(
                            credit.id(), kind, credit.words(), null, share.negated(), credit.expiresOn()));
                }
                from = from.minus(least(from, credit.drawn()));
                to = to.minus(least(to, credit.drawn()));
            }
        }
        return back;
    }

    private CommitmentDrawn back(CommitmentDrawn drawn, Map<Integer, Money> taken) {
        Money before = nothing;
        Money after = nothing;
        List<CountedLine> lines = new ArrayList<>();
        for (CountedLine line : drawn.lines()) {
            Money net = remainder.line(line.line()).orElseThrow().amount().net();
            Money credited = net.minus(remainder.amountLeft(line.line()));
            Money more = taken.getOrDefault(line.line(), nothing);
            Money was = uncounted(line, net, credited);
            Money is = uncounted(line, net, credited.plus(more));
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
                : least(drawn.rate().convert(counted), drawn.balance().drawn());
    }

    private static Money least(Money one, Money other) {
        return one.minus(other).signum() <= 0 ? one : other;
    }
}

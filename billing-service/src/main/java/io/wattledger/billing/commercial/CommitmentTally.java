package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.ContractMoney.Balance;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.DrawnLeft;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One commitment while an invoice is made: what counts towards it line by line, until nothing is left of it; the rest is
 * overage.
 */
final class CommitmentTally {

    private static final BigDecimal WHOLE = new BigDecimal("100");
    private static final int PERCENT_DIGITS = 2;

    private final Commitment commitment;
    private final MonthSpan interval;
    private final Money before;
    private final @Nullable ExchangeRate rate;
    private final List<CountedLine> lines = new ArrayList<>();
    private Money counted;
    private Money takenBack;
    private Money givenBack;
    private Money overageReduction;

    /**
     * A commitment of which nothing is drawn by this invoice yet.
     *
     * @param before drawn in the interval before, in the commitment's currency
     * @param rate from the invoice's currency; absent where it is the same
     */
    CommitmentTally(
            Commitment commitment, MonthSpan interval, Money before, Money nothing, @Nullable ExchangeRate rate) {
        this.commitment = commitment;
        this.interval = interval;
        this.before = before;
        this.rate = rate;
        this.counted = nothing;
        this.takenBack = nothing;
        this.givenBack = Money.zero(commitment.committed().currency());
        this.overageReduction = nothing;
    }

    Commitment commitment() {
        return commitment;
    }

    MonthSpan interval() {
        return interval;
    }

    /**
     * Counts a line, and takes off what holds for the part that counts and for the part beyond.
     *
     * @param line its number
     * @param amount what other discounts have left of it
     * @param within discounts of what is drawn from this commitment
     * @param allowances to which what is taken off is added
     * @return what is left of the line
     */
    Money count(int line, Money amount, List<DiscountTally> within, List<Allowance> allowances) {
        Money part = amount.signum() <= 0 ? amount : partThatCounts(amount, within);
        Money net = part;
        for (DiscountTally discount : within) {
            Allowance allowance = discount.takeOff(net);
            if (allowance != null) {
                allowances.add(allowance);
                net = net.minus(allowance.amount());
            }
        }
        add(line, net);
        Money beyond = amount.minus(part);
        return net.plus(beyond).minus(offOverage(beyond, allowances));
    }

    /** Counts a line that bills more of an earlier month, whose reductions were decided when that was billed. */
    Money countMore(int line, Money amount) {
        return add(line, partThatCounts(amount, List.of()));
    }

    /**
     * Counts a line that takes back of an earlier invoice: overage of that goes first, as when it is billed anew.
     *
     * @param counts what that invoice counts and has drawn; absent where no currency is converted, or it is by the rate of this one
     */
    Money takeBack(int line, Money amount, Money overage, @Nullable DrawnLeft counts) {
        Money part = amount.plus(CreditDraws.lesser(overage, amount.negated()));
        if (counts == null) {
            return add(line, part);
        }
        if (part.signum() != 0) {
            Money back = counts.back(part.negated());
            takenBack = takenBack.plus(part);
            givenBack = givenBack.minus(back);
            lines.add(new CountedLine(line, part, back.negated()));
        }
        return part;
    }

    private Money add(int line, Money part) {
        if (part.signum() != 0) {
            counted = counted.plus(part);
            lines.add(new CountedLine(line, part));
        }
        return part;
    }

    /**
     * The smallest part of a line that draws all that is left, or the whole line. What discounts leave of a part grows by
     * one minor unit or none when the part grows by one, so where no currency is converted nothing is left over.
     */
    private Money partThatCounts(Money amount, List<DiscountTally> within) {
        if (drawnWith(amount, within).minus(open()).signum() <= 0) {
            return amount;
        }
        BigDecimal unit = amount.amount().ulp();
        long least = 0;
        long most = amount.amount().unscaledValue().longValueExact();
        while (least < most) {
            long middle = least + (most - least) / 2;
            Money part = new Money(unit.multiply(BigDecimal.valueOf(middle)), amount.currency());
            if (drawnWith(part, within).minus(open()).signum() >= 0) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return new Money(unit.multiply(BigDecimal.valueOf(least)), amount.currency());
    }

    /** What this invoice would draw in all, had a part of a line been counted too. */
    private Money drawnWith(Money part, List<DiscountTally> within) {
        Money net = part;
        for (DiscountTally discount : within) {
            net = discount.leaves(net);
        }
        return converted(counted.plus(net));
    }

    private Money offOverage(Money beyond, List<Allowance> allowances) {
        BigDecimal cost = commitment.overagePercent();
        BigDecimal percent = cost == null ? BigDecimal.ZERO : WHOLE.subtract(cost);
        Money off = Money.rounded(beyond.amount().multiply(percent).movePointLeft(PERCENT_DIGITS), beyond.currency());
        if (off.signum() != 0) {
            overageReduction = overageReduction.plus(off);
            allowances.add(new Allowance("95", commitment.words(), off, beyond, percent));
        }
        return off;
    }

    /** What the prices beyond the commitment have taken off; absent where nothing. */
    @Nullable
    DiscountTaken overageTold() {
        return overageReduction.signum() == 0
                ? null
                : new DiscountTaken(commitment.id(), commitment.words(), overageReduction);
    }

    /** What is left after this invoice, in the commitment's currency. */
    Money left() {
        return commitment.committed().minus(before).minus(drawn());
    }

    /** What is left after this invoice, in the invoice's currency by the same rate. */
    Money leftInvoiced() {
        ExchangeRate by = rate;
        return by == null
                ? left()
                : Money.rounded(left().amount().divide(by.rate(), MathContext.DECIMAL128), counted.currency());
    }

    /** For the invoice to tell; {@code shortfallLine} where a line bills what is left. */
    CommitmentDrawn told(@Nullable Integer shortfallLine) {
        return new CommitmentDrawn(
                commitment.id(),
                commitment.words(),
                interval,
                new Balance(commitment.committed(), before, drawn()),
                counted.plus(takenBack),
                rate,
                lines.stream()
                        .sorted(Comparator.comparingInt(CountedLine::line))
                        .toList(),
                shortfallLine);
    }

    /** In the commitment's currency; where a conversion passes what was open by a fraction, what was open. */
    private Money drawn() {
        return CreditDraws.lesser(converted(counted), open());
    }

    /** What was left before this invoice; nothing where more was drawn than is committed now. */
    private Money open() {
        Money open = commitment.committed().minus(before);
        return open.signum() < 0 ? Money.zero(open.currency()) : open;
    }

    /** Own lines in the commitment's currency, with what is given back for others. */
    private Money converted(Money amount) {
        return givenBack.plus(rate == null ? amount : rate.convert(amount));
    }
}

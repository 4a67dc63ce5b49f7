package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import java.util.List;
import java.util.Map;

/**
 * What an invoice still counts towards a commitment. What its lines come to beyond that is overage.
 *
 * @param id of the commitment
 * @param counted what counts, in the invoice's currency
 * @param lines numbers of the lines that belong to the commitment, whether they count or are overage
 */
public record CountedLeft(String id, Money counted, List<Integer> lines) {

    /** Copies the list. */
    public CountedLeft {
        lines = List.copyOf(lines);
    }

    /** What of lines with these amounts left does not count; zero or more. */
    Money overage(Map<Integer, Money> left) {
        Money beyond = sum(left).minus(counted);
        return beyond.signum() < 0 ? Money.zero(counted.currency()) : beyond;
    }

    /** Once lines became cheaper: overage goes first, as when they are billed anew. */
    CountedLeft revised(Map<Integer, Money> left) {
        return counting(AcrossLines.least(counted, sum(left)));
    }

    /**
     * Once somebody was given back a part: of each line what did not count when it was billed goes first. Never more counts
     * than is left, and never less than what lines below zero count.
     */
    CountedLeft requested(CommitmentDrawn drawn, Map<Integer, Money> before, Map<Integer, Money> left) {
        Money below = Money.zero(counted.currency());
        for (CountedLine line : drawn.lines()) {
            below = line.counted().signum() < 0 ? below.plus(line.counted()) : below;
        }
        Money most = greatest(sum(left), below);
        return counting(greatest(AcrossLines.least(counts(drawn, before, left), most), below));
    }

    /** The same as it was computed before what stands on later invoices was kept: nothing that had counted came below nothing. */
    CountedLeft requestedAsBefore(CommitmentDrawn drawn, Map<Integer, Money> before, Map<Integer, Money> left) {
        Money counts = counts(drawn, before, left);
        return counted.signum() >= 0 && counts.signum() < 0
                ? counting(Money.zero(counted.currency()))
                : counting(AcrossLines.least(counts, sum(left)));
    }

    private Money counts(CommitmentDrawn drawn, Map<Integer, Money> before, Map<Integer, Money> left) {
        Money nothing = Money.zero(counted.currency());
        Money counts = counted;
        for (CountedLine line : drawn.lines()) {
            Money was = before.getOrDefault(line.line(), nothing);
            Money is = left.getOrDefault(line.line(), nothing);
            counts = line.counted().signum() < 0
                    ? counts.minus(was).plus(is)
                    : counts.minus(AcrossLines.least(line.counted(), was)).plus(AcrossLines.least(line.counted(), is));
        }
        return counts;
    }

    private static Money greatest(Money one, Money other) {
        return one.minus(other).signum() >= 0 ? one : other;
    }

    /** The same with another amount. */
    CountedLeft counting(Money amount) {
        return new CountedLeft(id, amount, lines);
    }

    private Money sum(Map<Integer, Money> left) {
        Money sum = Money.zero(counted.currency());
        for (int line : lines) {
            Money amount = left.get(line);
            sum = amount == null ? sum : sum.plus(amount);
        }
        return sum;
    }
}

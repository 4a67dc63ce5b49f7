package io.wattledger.billing.invoice;

import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CountedLine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an invoice still counts towards a commitment. What its lines come to beyond that is overage.
 *
 * <p>Lines by which it takes back of an earlier invoice are none of its own: what they come to is missing there, and so is what
 * they do not count any more. So of each invoice counts at least nothing and at most what is left of its lines, and of all
 * invoices together no more than stands. In what was stored before, these lines were among {@code lines}.
 *
 * @param id of the commitment
 * @param counted what counts of the lines, in the invoice's currency
 * @param lines numbers of the lines that belong to the commitment, whether they count or are overage
 */
public record CountedLeft(String id, Money counted, List<Integer> lines) {

    /** Copies the list. */
    public CountedLeft {
        lines = List.copyOf(lines);
    }

    /**
     * All that an invoice has.
     *
     * @param drawn what it tells of the commitment
     * @param belonging numbers of the lines that belong to it
     */
    static CountedLeft of(Invoice invoice, CommitmentDrawn drawn, List<Integer> belonging) {
        Set<Integer> takingBack = invoice.lines().stream()
                .filter(InvoiceLine::takesBack)
                .map(InvoiceLine::number)
                .collect(Collectors.toSet());
        List<Integer> own =
                belonging.stream().filter(line -> !takingBack.contains(line)).toList();
        CountedLeft all = new CountedLeft(drawn.id(), drawn.counted(), own);
        return all.counting(all.whole(drawn));
    }

    /** The same as it was stored before lines that take back of earlier invoices were told apart. */
    static CountedLeft withTakenBack(CommitmentDrawn drawn) {
        return new CountedLeft(
                drawn.id(),
                drawn.counted(),
                drawn.lines().stream().map(CountedLine::line).toList());
    }

    /** What the lines counted when they were billed. */
    Money whole(CommitmentDrawn drawn) {
        Money whole = Money.zero(counted.currency());
        for (CountedLine line : of(drawn)) {
            whole = whole.plus(line.counted());
        }
        return whole;
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
        for (CountedLine line : of(drawn)) {
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
        for (CountedLine line : of(drawn)) {
            Money was = before.getOrDefault(line.line(), nothing);
            Money is = left.getOrDefault(line.line(), nothing);
            counts = line.counted().signum() < 0
                    ? counts.minus(was).plus(is)
                    : counts.minus(AcrossLines.least(line.counted(), was)).plus(AcrossLines.least(line.counted(), is));
        }
        return counts;
    }

    /** What a document tells of the lines that belong to the commitment. */
    List<CountedLine> of(CommitmentDrawn drawn) {
        Set<Integer> own = Set.copyOf(lines);
        return drawn.lines().stream().filter(line -> own.contains(line.line())).toList();
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

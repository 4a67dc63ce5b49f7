package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.DrawnLeft;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.Money;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies discounts in per cent and commitments to one line after the other. */
final class LineTerms {

    private final CommercialBasis basis;
    private final List<DiscountTally> discounts = new ArrayList<>();
    private final List<CommitmentTally> commitments = new ArrayList<>();
    private final Map<Named, Money> overage = new HashMap<>();
    private final Map<Named, DrawnLeft> counted = new HashMap<>();
    private final boolean belowZeroFirst;

    LineTerms(CommercialBasis basis, Money nothing) {
        this.basis = basis;
        this.belowZeroFirst = basis.before().belowZeroFirst() != null;
        for (MoneyState.Overage one : basis.before().overage()) {
            Named named = new Named(one.invoice(), one.commitment());
            DrawnLeft counts = one.counted();
            overage.put(named, one.amount());
            if (counts != null) {
                counted.put(named, counts);
            }
        }
        basis.discounts()
                .forEach(discount -> discounts.add(new DiscountTally(
                        discount, nothing, basis.before().discounted().get(discount.id()))));
        for (Commitment commitment : basis.counting()) {
            commitment.interval(basis.contract(), basis.month()).ifPresent(interval -> {
                Money committed = commitment.committed();
                Money before = basis.before().drawn(commitment.id(), interval, Money.zero(committed.currency()));
                ExchangeRate rate = committed.currency().equals(nothing.currency())
                        ? null
                        : basis.rate(nothing.currency(), committed.currency())
                                .orElseThrow(() -> new IllegalStateException("no rate of " + nothing.currency() + " in "
                                        + committed.currency() + " on " + basis.issueDate()));
                commitments.add(new CommitmentTally(commitment, interval, before, nothing, rate));
            });
        }
    }

    /** A corrected invoice and a commitment. */
    private record Named(String invoice, String commitment) {}

    List<DiscountTally> discounts() {
        return discounts;
    }

    List<CommitmentTally> commitments() {
        return commitments;
    }

    /**
     * The lines with what is taken off them. Lines below zero count first: what they take off what counts is there for the
     * others, as when an earlier month had been billed with less.
     */
    List<InvoiceLine> apply(List<InvoiceLine> lines) {
        if (!belowZeroFirst) {
            return lines.stream().map(this::apply).toList();
        }
        lines.stream().filter(LineTerms::isBelowZero).forEach(this::apply);
        return lines.stream()
                .map(line -> isBelowZero(line) ? line : apply(line))
                .toList();
    }

    private static boolean isBelowZero(InvoiceLine line) {
        return line.amount().net().signum() < 0;
    }

    /** The line with what is taken off it. A line below zero is never reduced, and one that corrects another never again. */
    private InvoiceLine apply(InvoiceLine line) {
        CorrectedLine corrects = line.provenance().corrects();
        List<Allowance> allowances = new ArrayList<>();
        Money rest = line.amount().net();
        for (DiscountTally discount : corrects == null ? inPerCent(line, null) : List.<DiscountTally>of()) {
            Allowance allowance = discount.takeOff(rest);
            if (allowance != null) {
                allowances.add(allowance);
                rest = rest.minus(allowance.amount());
            }
        }
        Optional<CommitmentTally> commitment = commitmentOf(line);
        if (commitment.isPresent()) {
            CommitmentTally tally = commitment.get();
            String id = tally.commitment().id();
            if (corrects == null) {
                rest = tally.count(line.number(), rest, inPerCent(line, id), allowances);
            } else {
                correct(tally, line, new Named(corrects.number(), id));
            }
        }
        return allowances.isEmpty()
                ? line
                : line.costing(new LineAmount(rest, line.amount().unrounded(), allowances));
    }

    private void correct(CommitmentTally tally, InvoiceLine line, Named corrected) {
        Money amount = line.amount().net();
        boolean told = overage.containsKey(corrected);
        if (amount.signum() < 0 && (told || !belowZeroFirst)) {
            Money beyond = overage.getOrDefault(corrected, Money.zero(amount.currency()));
            DrawnLeft counts = counted.get(corrected);
            Money part = tally.takeBack(line.number(), amount, beyond, counts);
            overage.put(corrected, beyond.plus(amount).minus(part));
            if (counts != null) {
                counted.put(corrected, counts.less(part.negated()));
            }
        } else if (amount.signum() > 0) {
            Money beyond = amount.minus(tally.countMore(line.number(), amount));
            if (!belowZeroFirst) {
                overage.merge(corrected, beyond, Money::plus);
            }
        }
    }

    /** What each discount has taken off, in order. */
    List<DiscountTaken> taken() {
        List<DiscountTaken> taken = new ArrayList<>();
        discounts.stream().filter(DiscountTally::tookSomething).forEach(tally -> taken.add(tally.told()));
        for (CommitmentTally commitment : commitments) {
            DiscountTaken overage = commitment.overageTold();
            if (overage != null) {
                taken.add(overage);
            }
        }
        return taken;
    }

    private List<DiscountTally> inPerCent(InvoiceLine line, @Nullable String commitment) {
        return discounts.stream()
                .filter(tally -> tally.discount().reduction() instanceof Reduction.PerCent
                        && Objects.equals(tally.discount().commitment(), commitment)
                        && tally.discount().on().matches(line.item()))
                .toList();
    }

    /**
     * The first that the line belongs to; what is taken off across lines belongs to none. What corrects an earlier month belongs
     * to what that month belongs to, and counts only where that is counted here.
     */
    Optional<CommitmentTally> commitmentOf(InvoiceLine line) {
        if (line.item().acrossLines()) {
            return Optional.empty();
        }
        YearMonth charged = line.provenance().corrects() == null
                ? basis.month()
                : YearMonth.from(line.chargePeriod().firstDay());
        return basis.terms().commitments().stream()
                .filter(commitment -> commitment.counts().matches(line.item())
                        && commitment.interval(basis.contract(), charged).isPresent())
                .findFirst()
                .flatMap(first -> commitments.stream()
                        .filter(tally -> tally.commitment().equals(first)
                                && tally.interval().covers(charged))
                        .findFirst());
    }
}

package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.CorrectedLine;
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

    LineTerms(CommercialBasis basis, Money nothing) {
        this.basis = basis;
        basis.before().overage().forEach(one -> overage.put(new Named(one.invoice(), one.commitment()), one.amount()));
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

    /** The line with what is taken off it. A line below zero is never reduced, and one that corrects another never again. */
    InvoiceLine apply(InvoiceLine line) {
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
                Named corrected = new Named(corrects.number(), id);
                Money beyond = overage.getOrDefault(corrected, Money.zero(rest.currency()));
                overage.put(corrected, tally.countOnly(line.number(), rest, beyond));
            }
        }
        return allowances.isEmpty()
                ? line
                : line.costing(new LineAmount(rest, line.amount().unrounded(), allowances));
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

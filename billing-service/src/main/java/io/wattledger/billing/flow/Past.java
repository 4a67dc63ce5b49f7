package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.DiscountsStanding;
import io.wattledger.billing.commercial.MoneyState;
import io.wattledger.billing.evidence.CorrectedMonth;
import io.wattledger.billing.evidence.CorrectedUsage;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.CreditRefused;
import io.wattledger.billing.invoice.DrawnLeft;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Names;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.period.Completeness;
import io.wattledger.billing.period.HeldUsage;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An issued month whose usage has changed since.
 *
 * @param key whose, under which contract, which month
 * @param billed what is left of its invoice, and of those that have billed more of it since
 * @param effects what later documents did to its lines
 * @param usage its usage as it was invoiced last and as rated now
 * @param names of sites and SKUs
 * @param basis from what discounts, commitments and credits of the invoice were computed; absent where it had none
 * @param discounts what discounts have taken of it and of other months since; absent where none holds for it
 * @param vat how charges are taxed for which its invoice has no line; absent where its first line says it
 */
record Past(
        PeriodKey key,
        List<Remainder> billed,
        List<LineEffect> effects,
        Usage usage,
        Names names,
        @Nullable CommercialBasis basis,
        @Nullable DiscountsStanding discounts,
        @Nullable VatTreatment vat) {

    Past {
        billed = List.copyOf(billed);
        effects = List.copyOf(effects);
    }

    /**
     * Usage of which the sums are kept and no record, however many there are.
     *
     * @param sums per line
     * @param held what of it, as rated now, holds up a correction
     * @param mark the state in which it was read
     * @param billedBy numbers of the documents under which it is written down as invoiced
     */
    record Usage(CorrectedUsage sums, HeldUsage held, ChargeLedger.Mark mark, List<String> billedBy) {

        Usage {
            billedBy = List.copyOf(billedBy);
        }
    }

    /** The usage of the month, as its invoice bounds it. */
    UsageSpan span() {
        return UsageSpan.of(key, invoice().heading().period());
    }

    /** Its invoice. */
    Invoice invoice() {
        return billed.getFirst().invoice();
    }

    /** What is left of one of the invoices that have billed it. */
    Remainder left(String invoice) {
        return billed.stream()
                .filter(one -> one.invoice().heading().number().equals(invoice))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("what is left of invoice " + invoice + " was not read"));
    }

    /** What of the lines that bill it does not count towards commitments. */
    List<MoneyState.Overage> overage() {
        return billed.stream()
                .flatMap(one -> one.overage().entrySet().stream()
                        .map(overage -> new MoneyState.Overage(
                                one.invoice().heading().number(),
                                overage.getKey(),
                                overage.getValue(),
                                DrawnLeft.of(one, overage.getKey()))))
                .toList();
    }

    String number() {
        return invoice().heading().number();
    }

    /** The month as it stands, for a document that corrects it and under whose number what has changed is written down. */
    MonthThen then() {
        return then(null);
    }

    /**
     * The same for any document that corrects it.
     *
     * @param revised the document under whose number what has changed is written down; absent where it is the same
     */
    MonthThen then(@Nullable String revised) {
        return MonthThen.inBooks(
                number(),
                effects,
                names.of(usage.sums().named()),
                commercial(),
                new MonthThen.InBooks(usage.billedBy(), revised, vat),
                keepsBilled()
                        ? billed.stream()
                                .map(one -> new MonthThen.BilledThen(
                                        one.invoice().heading().number(), one.left(), one.across()))
                                .toList()
                        : null);
    }

    /** What discounts, commitments and credits of the month are computed from now; absent where it had none. */
    private @Nullable CommercialBasis commercial() {
        return basis == null || discounts == null ? basis : basis.correcting(discounts);
    }

    /**
     * The same once other months have been corrected.
     *
     * @param more what discounts take more of these, by their ids; below zero where they take less
     */
    Past after(Map<String, BigDecimal> more) {
        return discounts == null
                ? this
                : new Past(key, billed, effects, usage, names, basis, discounts.after(more), vat);
    }

    /** What has become of it; computed anew each time. */
    CorrectedMonth corrected() {
        return new CorrectedMonth(invoice(), then(), usage.sums(), keepsBilled() ? billed : List.of());
    }

    /**
     * The documents of its own that correct it; absent where its invoices have not as much left to be credited, so that the next
     * invoice does.
     *
     * @param month as {@link #corrected} has it
     */
    Revision.@Nullable Split split(CorrectedMonth month) {
        Revision.Split split = month.split();
        try {
            if (split != null) {
                split.decreases()
                        .forEach((number, lines) -> CreditNote.revising(left(number), lines, split.keptOf(number)));
            }
            return split;
        } catch (CreditRefused e) {
            return null;
        }
    }

    /**
     * Whether discounts and credits across lines of its documents have a part in what corrections come to, or what else its
     * documents bill, or what is left again of them since a line that took it back was credited.
     */
    private boolean keepsBilled() {
        return basis != null && AmountDiscounts.hold(basis)
                || billed.stream().anyMatch(one -> one.across().promotional().signum() > 0)
                || billed.stream().skip(1).anyMatch(Remainder::billsItsOwnMonth)
                || effects.stream()
                        .anyMatch(effect -> effect.cause() == LineEffect.Cause.CREDIT
                                && effect.net().signum() > 0);
    }

    /** Why it cannot be corrected now, whatever the contract says; empty when it can. */
    List<HoldReason> obstacles(Instant now, LocalDate issueDate) {
        List<HoldReason> obstacles =
                new ArrayList<>(Completeness.missing(invoice().heading().period(), usage.held(), now));
        if (billed.getFirst().isGivenBack(effects)) {
            obstacles.add(new HoldReason(
                    HoldReason.CORRECTION_WAITS,
                    "invoice " + number() + " was credited in full, so its month is not corrected any more"));
        }
        billed.stream()
                .map(one -> one.invoice().heading())
                .filter(heading -> heading.issueDate().isAfter(issueDate))
                .map(heading -> new HoldReason(
                        HoldReason.CORRECTION_WAITS,
                        "what corrects invoice " + heading.number() + " of " + heading.issueDate()
                                + " cannot be dated before it, as " + issueDate
                                + " is; a run of that date or later corrects it"))
                .forEach(obstacles::add);
        return obstacles;
    }
}

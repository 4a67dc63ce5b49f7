package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.invoice.AmountOff;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditsGivenBack;
import io.wattledger.billing.invoice.DiscountsAnew;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.SummedUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An issued month whose usage has changed since.
 *
 * @param invoice its invoice
 * @param then how it stands
 * @param usage its usage
 * @param billed what is left of it, and of those that have billed more of the month; none where discounts are not taken anew
 */
public record CorrectedMonth(Invoice invoice, MonthThen then, CorrectedUsage usage, List<Remainder> billed) {

    /** Copies the list. */
    public CorrectedMonth {
        billed = List.copyOf(billed);
    }

    /**
     * As it was kept.
     *
     * @param issued the document of a number
     */
    static CorrectedMonth kept(MonthThen then, CorrectedUsage usage, Function<String, Invoice> issued) {
        List<MonthThen.BilledThen> billed = Objects.requireNonNullElse(then.billed(), List.of());
        return new CorrectedMonth(
                issued.apply(then.number()),
                then,
                usage,
                billed.stream()
                        .map(one -> new Remainder(issued.apply(one.number()), one.left(), one.across()))
                        .toList());
    }

    /** What became dearer and what became cheaper as documents of their own; absent as {@link Revision#split} says. */
    public Revision.@Nullable Split split() {
        Revision revision = revision();
        Revision.Split split = revision.split();
        return split == null || billed.isEmpty() ? split : discounts(revision).split(split);
    }

    /** Lines for the next invoice, numbered from {@code first}. */
    public List<CorrectionLine> adjustments(int first) {
        Revision revision = revision();
        List<CorrectionLine> lines = revision.adjustments(first);
        return billed.isEmpty()
                ? lines
                : new CreditsGivenBack(billed).adjustments(discounts(revision).adjustments(lines, first), first);
    }

    private DiscountsAnew discounts(Revision revision) {
        CommercialBasis basis = then.commercial();
        List<AmountOff> targets =
                basis == null ? List.of() : AmountDiscounts.taken(applied(usage.rated(), basis), basis);
        return new DiscountsAnew(revision, billed, then.effects(), targets);
    }

    /** What has become of each line. */
    public Revision revision() {
        List<LineEffect> ofMonth = then.effects().stream()
                .filter(effect -> effect.root().equals(invoice.heading().number()))
                .toList();
        return Revision.of(invoice, ofMonth, lines(usage.invoiced()), lines(usage.rated()));
    }

    /** The lines that an invoice of some usage of the month would have had, discounts and shortfalls as at its issue. */
    private List<InvoiceLine> lines(SummedUsage billed) {
        CommercialBasis basis = then.commercial();
        return basis == null
                ? InvoiceDraft.of(billable(billed)).lines()
                : applied(billed, basis).lines().stream()
                        .filter(line -> line.provenance().corrects() == null)
                        .toList();
    }

    private InvoiceDraft applied(SummedUsage summed, CommercialBasis basis) {
        InvoiceDraft draft = InvoiceDraft.of(billable(summed));
        List<InvoiceLine> withCorrections = new ArrayList<>(draft.lines());
        invoice.lines().stream()
                .filter(line -> line.provenance().corrects() != null)
                .forEach(withCorrections::add);
        return CommercialInvoice.of(draft.with(withCorrections, List.of()), basis);
    }

    /** What an invoice of some usage of the month would be computed from, between the same parties at the same rate. */
    public Billable billable(SummedUsage billed) {
        return new Billable(
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                invoice.heading().period(),
                invoice.heading().currency(),
                invoice.lines().getFirst().vat(),
                billed,
                then.names());
    }
}

package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.commercial.PerCentDiscounts;
import io.wattledger.billing.invoice.AmountOff;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
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
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An issued month whose usage has changed since, computed once from how it stands. */
public final class CorrectedMonth {

    private final Invoice invoice;
    private final MonthThen then;
    private final List<Remainder> billed;
    private final InvoiceDraft anew;
    private final Revision revision;

    /**
     * Computes what has become of it.
     *
     * @param invoice its invoice
     * @param then how it stands
     * @param usage its usage
     * @param billed what is left of it, and of those that have billed more of the month; none where discounts of an amount are
     *     not taken anew
     */
    public CorrectedMonth(Invoice invoice, MonthThen then, CorrectedUsage usage, List<Remainder> billed) {
        this.invoice = invoice;
        this.then = then;
        this.billed = List.copyOf(billed);
        this.anew = drafted(usage.rated());
        List<LineEffect> ofMonth = then.effects().stream()
                .filter(effect -> effect.root().equals(invoice.heading().number()))
                .toList();
        List<InvoiceLine> was = own(drafted(usage.invoiced()));
        boolean isTold = billed.stream().anyMatch(one -> one.across().takenSince() != null);
        Revision compared = isTold
                ? Revision.of(invoice, ofMonth, was, own(anew))
                : Revision.asBefore(invoice, ofMonth, was, own(anew));
        this.revision = compared.statedBy(then.names().rules()).taxedAs(vat());
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

    /** What has become of each line. */
    public Revision revision() {
        return revision;
    }

    /** What became dearer and what became cheaper as documents of their own; absent as {@link Revision#split} says. */
    public Revision.@Nullable Split split() {
        Revision.Split split = revision.split(billed);
        if (split == null) {
            return null;
        }
        Revision.Split telling = split.telling(revised());
        return billed.isEmpty() ? telling : discounts().split(telling);
    }

    /** Lines for the next invoice, numbered from {@code first}. */
    public List<CorrectionLine> adjustments(int first) {
        List<CorrectionLine> lines = revision.adjustments(first);
        return billed.isEmpty()
                ? lines
                : new CreditsGivenBack(billed).adjustments(discounts().adjustments(lines, first), first);
    }

    /**
     * What discounts in per cent take more of it, or below zero less, than its documents tell; none where that was not kept, or
     * no line is corrected that could be asked for it.
     */
    public List<DiscountRevised> revised() {
        CommercialBasis basis = then.commercial();
        return basis == null || !revision.changed()
                ? List.of()
                : PerCentDiscounts.revised(anew, basis, invoice.heading().number());
    }

    private DiscountsAnew discounts() {
        CommercialBasis basis = then.commercial();
        List<AmountOff> targets = basis == null ? List.of() : AmountDiscounts.taken(anew, basis);
        return new DiscountsAnew(revision, billed, then.effects(), targets);
    }

    /** What an invoice of some usage of the month would have been, discounts and shortfalls as at its issue. */
    private InvoiceDraft drafted(SummedUsage summed) {
        InvoiceDraft draft = InvoiceDraft.of(billable(summed));
        CommercialBasis basis = then.commercial();
        if (basis == null) {
            return draft;
        }
        List<InvoiceLine> withCorrections = new ArrayList<>(draft.lines());
        invoice.lines().stream()
                .filter(line -> line.provenance().corrects() != null)
                .forEach(withCorrections::add);
        return CommercialInvoice.of(draft.with(withCorrections, List.of()), basis);
    }

    /** The lines that bill the month itself. */
    private static List<InvoiceLine> own(InvoiceDraft draft) {
        return draft.lines().stream()
                .filter(line -> line.provenance().corrects() == null)
                .toList();
    }

    /** What an invoice of no usage of the month would be computed from. */
    public Billable withoutUsage() {
        return billable(SummedUsage.of(List.of()));
    }

    /** What an invoice of some usage of the month would be computed from, between the same parties at the same rate. */
    private Billable billable(SummedUsage summed) {
        return new Billable(
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                invoice.heading().period(),
                invoice.heading().currency(),
                vat(),
                summed,
                then.names());
    }

    /** How charges of the month are taxed: as the first line of its invoice, or as was decided where that corrects another month. */
    private VatTreatment vat() {
        VatTreatment decided = then.vat();
        return decided == null ? invoice.lines().getFirst().vat() : decided;
    }
}

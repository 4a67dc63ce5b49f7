package io.wattledger.billing.commercial;

import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Allowance;
import io.wattledger.billing.invoice.AmountOff;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.CreditKind;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies discounts, commitments and credits to the lines of an invoice, always in this order:
 *
 * <ol>
 *   <li>line by line, discounts in per cent, each off what those before have left (BG-27);
 *   <li>what is left of the line counts towards its commitment; discounts that end with it are taken off that part, and the
 *       price of overage is applied to the rest (BG-27);
 *   <li>at the end of an interval, a line for what is left of the commitment;
 *   <li>discounts of an amount (BG-20), as far as the lines they are on go;
 *   <li>promotional credits (BG-20), as far as there is something to be taxed;
 *   <li>paid credits, off the amount with VAT (BT-113).
 * </ol>
 */
public final class CommercialInvoice {

    /** UNTDID 5189: special rebate. */
    private static final String PROMOTION = "100";

    private final InvoiceDraft draft;
    private final CommercialBasis basis;
    private final Money nothing;
    private final LineTerms terms;
    private final List<InvoiceLine> lines = new ArrayList<>();
    private final List<DocumentAllowance> allowances = new ArrayList<>();
    private final List<CommitmentDrawn> commitments = new ArrayList<>();

    private CommercialInvoice(InvoiceDraft draft, CommercialBasis basis) {
        this.draft = draft;
        this.basis = basis;
        this.nothing = Money.zero(draft.billable().currency());
        this.terms = new LineTerms(basis, nothing);
    }

    /** The draft with everything applied; a draft as it is where nothing is agreed and no credit is left. */
    public static InvoiceDraft of(InvoiceDraft draft, CommercialBasis basis) {
        return of(draft, basis, List.of());
    }

    /**
     * The same for what became dearer of an issued month.
     *
     * @param more what discounts of an amount take of it, once they were taken anew off the whole month
     */
    public static InvoiceDraft of(InvoiceDraft draft, CommercialBasis basis, List<AmountOff> more) {
        boolean gives = draft.lines().stream().anyMatch(line -> line.item().credit() != null);
        return basis.saysNothing() && more.isEmpty() && !gives
                ? draft
                : new CommercialInvoice(draft, basis).applied(more);
    }

    private InvoiceDraft applied(List<AmountOff> more) {
        lines.addAll(terms.apply(draft.lines()));
        for (CommitmentTally commitment : terms.commitments()) {
            commitments.add(commitment.told(shortfall(commitment)));
        }
        terms.discounts().forEach(this::takeFixed);
        List<DiscountTaken> discounts = new ArrayList<>(terms.taken());
        for (AmountOff one : more) {
            Allowance allowance = new Allowance(one.reasonCode(), one.words(), one.amount(), null, null);
            allowances.add(new DocumentAllowance(allowance, vat()));
            discounts.add(new DiscountTaken(one.discount(), one.words(), one.amount()));
        }
        List<CreditDrawn> credits = new ArrayList<>(returned());
        credits.addAll(promotional());
        InvoiceDraft taxed = draft.with(lines, allowances);
        Money payable = taxed.totals().payable();
        credits.addAll(CreditDraws.cover(payable.signum() > 0 ? payable : nothing, CreditKind.PAID, basis));
        ContractMoney explanation = new ContractMoney(discounts, commitments, credits);
        return explanation.saysNothing() ? taxed : taxed.settling(explanation);
    }

    /** Bills what is left at the end of an interval; the number of the line, absent where there is none. */
    private @Nullable Integer shortfall(CommitmentTally commitment) {
        if (!basis.closes(commitment.interval())) {
            return null;
        }
        Money left = commitment.leftInvoiced();
        if (left.signum() <= 0) {
            return null;
        }
        InvoiceLine line = ShortfallLine.of(
                lines.size() + 1, commitment.commitment(), commitment.interval(), left, draft.billable());
        lines.add(line);
        return line.number();
    }

    private void takeFixed(DiscountTally tally) {
        Discount discount = tally.discount();
        if (discount.reduction() instanceof Reduction.Amount fixed) {
            Money most = CreditDraws.lesser(linesOf(discount), taxable());
            Allowance allowance = tally.takeFixed(fixed.perMonth(), most);
            if (allowance != null) {
                allowances.add(new DocumentAllowance(allowance, vat()));
            }
        }
    }

    /** What is left of the lines that a discount is on, less what other amounts took off across lines already. */
    private Money linesOf(Discount discount) {
        Money sum = nothing;
        for (InvoiceLine line : lines) {
            boolean on = line.provenance().corrects() == null && discount.on().matches(line.item());
            sum = on && line.amount().net().signum() > 0
                    ? sum.plus(line.amount().net())
                    : sum;
        }
        for (DocumentAllowance before : allowances) {
            sum = sum.minus(before.allowance().amount());
        }
        return sum;
    }

    /** What lines give back to promotional credits for earlier months. */
    private List<CreditDrawn> returned() {
        Map<String, CreditDrawn> returned = new TreeMap<>();
        for (InvoiceLine line : lines) {
            String id = line.item().credit();
            if (id != null) {
                Money before = returned.containsKey(id) ? returned.get(id).drawn() : nothing;
                Money drawn = before.minus(line.amount().net());
                returned.put(
                        id,
                        new CreditDrawn(id, CreditKind.PROMOTIONAL, line.item().skuName(), null, drawn, null));
            }
        }
        return List.copyOf(returned.values());
    }

    private List<CreditDrawn> promotional() {
        List<CreditDrawn> draws =
                CreditDraws.cover(taxable().signum() > 0 ? taxable() : nothing, CreditKind.PROMOTIONAL, basis);
        for (CreditDrawn draw : draws) {
            allowances.add(
                    new DocumentAllowance(new Allowance(PROMOTION, draw.words(), draw.drawn(), null, null), vat()));
        }
        return draws;
    }

    /** What is taxed as the contract's lines are, as far as it has come. */
    private Money taxable() {
        return draft.with(lines, allowances).vatBreakdown().stream()
                .filter(subtotal -> subtotal.vat().equals(vat()))
                .map(VatSubtotal::taxable)
                .reduce(nothing, Money::plus);
    }

    private VatTreatment vat() {
        return draft.billable().vat();
    }
}

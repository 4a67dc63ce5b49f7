package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An invoice whose allowances across lines take off all that the lines come to, as promotional credits do. Its lines were paid
 * for by allowances, so a credit note gives back as much of them as it takes from the lines, and comes to nothing itself: of
 * the last of them first, which is what was drawn from credits.
 *
 * @param remainder what is left of it
 */
record OffsetInvoice(Remainder remainder) {

    /** Whether an invoice is such a one: nothing is taxed at any rate. */
    static boolean is(Invoice invoice) {
        return invoice.vatBreakdown().stream()
                .allMatch(subtotal -> subtotal.taxable().signum() == 0);
    }

    /**
     * The allowances that go back with what is taken from lines; their reductions are amounts, not percentages.
     *
     * @throws CreditRefused where the lines of a rate would be left below zero
     */
    List<DocumentAllowance> givenBack(Map<Integer, Money> taken) {
        Map<Integer, Money> after = remainder.after(taken);
        perTreatment(after).forEach((vat, rest) -> {
            if (rest.signum() < 0) {
                throw new CreditRefused(
                        "/lines",
                        "the lines at VAT " + vat.category() + " "
                                + vat.ratePercent().toPlainString() + " % would be left at " + CreditNote.text(rest));
            }
        });
        List<Money> borneBefore = borne(remainder.left());
        List<Money> borneAfter = borne(after);
        List<DocumentAllowance> back = new ArrayList<>();
        for (int i = 0; i < borneBefore.size(); i++) {
            Money amount = borneBefore.get(i).minus(borneAfter.get(i));
            if (amount.signum() > 0) {
                DocumentAllowance one = invoice().allowances().get(i);
                back.add(new DocumentAllowance(
                        new Allowance(
                                one.allowance().reasonCode(), one.allowance().reason(), amount, null, null),
                        one.vat()));
            }
        }
        return back;
    }

    /** What promotional credits do not bear any more of lines that have these amounts left. */
    Money promotionalBack(Map<Integer, Money> left, Money drawn, int draws) {
        List<Money> borne = borne(left);
        Money back = drawn;
        for (Money one : borne.subList(borne.size() - draws, borne.size())) {
            back = back.minus(one);
        }
        return back;
    }

    /** How much each allowance bears of lines that have these amounts left, the first of them first. */
    private List<Money> borne(Map<Integer, Money> left) {
        Map<VatTreatment, Money> open = perTreatment(left);
        List<Money> borne = new ArrayList<>();
        for (DocumentAllowance one : invoice().allowances()) {
            Money rest = open.getOrDefault(one.vat(), nothing());
            Money most = one.allowance().amount();
            Money amount = rest.signum() <= 0 ? nothing() : rest.minus(most).signum() < 0 ? rest : most;
            borne.add(amount);
            open.put(one.vat(), rest.minus(amount));
        }
        return borne;
    }

    private Map<VatTreatment, Money> perTreatment(Map<Integer, Money> amounts) {
        Map<VatTreatment, Money> sums = new HashMap<>();
        for (InvoiceLine line : invoice().lines()) {
            sums.merge(line.vat(), amounts.getOrDefault(line.number(), nothing()), Money::plus);
        }
        return sums;
    }

    private Invoice invoice() {
        return remainder.invoice();
    }

    private Money nothing() {
        return Money.zero(invoice().heading().currency());
    }
}

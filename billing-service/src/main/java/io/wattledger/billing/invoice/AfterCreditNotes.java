package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an invoice comes to after its credit notes, at each VAT rate. It has the rounded VAT on that, whatever next invoices have
 * taken back of its lines or billed in its place: these have the VAT on it. So credit notes of an invoice never give back more VAT
 * than it has charged, and all of it where they give back all.
 */
final class AfterCreditNotes {

    private AfterCreditNotes() {}

    /** What is left across the lines, with what that is more or less than the invoice comes to after these of its credit notes. */
    static AcrossLines told(Remainder remainder, List<Invoice> later) {
        Money nothing = Money.zero(remainder.invoice().heading().currency());
        Map<VatTreatment, Money> all = remainder.perTreatment();
        List<Money> billed = new ArrayList<>();
        List<Money> taken = new ArrayList<>();
        for (VatSubtotal subtotal : remainder.invoice().vatBreakdown()) {
            Money stands = subtotal.taxable().minus(credited(remainder.invoice(), subtotal.vat(), later));
            Money left = all.getOrDefault(subtotal.vat(), stands);
            billed.add(AcrossLines.less(left, stands));
            taken.add(left.minus(stands).signum() < 0 ? stands.minus(left) : nothing);
        }
        return remainder.across().standing(billed, taken);
    }

    private static Money credited(Invoice invoice, VatTreatment vat, List<Invoice> later) {
        Money sum = Money.zero(invoice.heading().currency());
        for (Invoice document : later) {
            CreditedInvoice credited = document.heading().credited();
            boolean isNote = credited != null
                    && credited.number().equals(invoice.heading().number());
            for (VatSubtotal one : isNote ? document.vatBreakdown() : List.<VatSubtotal>of()) {
                sum = one.vat().equals(vat) ? sum.plus(one.taxable()) : sum;
            }
        }
        return sum;
    }

    /** VAT on what is left of a rate: what the invoice has after its credit notes less what next invoices have given back of it. */
    static Money tax(Remainder remainder, VatTreatment vat, Money left) {
        return stands(remainder, vat, left).minus(stands(remainder, vat, Money.zero(left.currency())));
    }

    /** VAT that the invoice has after its credit notes where so much of a rate is left. */
    static Money stands(Remainder remainder, VatTreatment vat, Money left) {
        return TotalSums.tax(vat, left.plus(takenSince(remainder, vat)), left.currency());
    }

    /** What the invoice comes to after its credit notes at all rates, without VAT. */
    static Money total(Remainder remainder) {
        Money total = Money.zero(remainder.invoice().heading().currency());
        for (Map.Entry<VatTreatment, Money> rate : remainder.perTreatment().entrySet()) {
            total = total.plus(rate.getValue()).plus(takenSince(remainder, rate.getKey()));
        }
        return total;
    }

    private static Money takenSince(Remainder remainder, VatTreatment vat) {
        Money sum = Money.zero(remainder.invoice().heading().currency());
        List<Money> taken = remainder.across().takenSince();
        List<VatSubtotal> rates = remainder.invoice().vatBreakdown();
        for (int i = 0; taken != null && i < rates.size(); i++) {
            sum = rates.get(i).vat().equals(vat) ? sum.plus(taken.get(i)) : sum;
        }
        return sum;
    }
}

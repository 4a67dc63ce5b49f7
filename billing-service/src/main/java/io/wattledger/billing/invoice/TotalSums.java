package io.wattledger.billing.invoice;

import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** VAT breakdown and document totals from rounded lines, by EN 16931 BR-CO-10 to BR-CO-17. */
final class TotalSums {

    private static final Comparator<VatTreatment> ORDER =
            Comparator.comparing((VatTreatment vat) -> vat.category().name()).thenComparing(VatTreatment::ratePercent);

    private TotalSums() {}

    /** One entry per category and rate. VAT is computed on the entry's sum and rounded once there (BR-CO-17). */
    static List<VatSubtotal> vatBreakdown(
            List<InvoiceLine> lines, List<DocumentAllowance> allowances, Currency currency) {
        SortedMap<VatTreatment, Money> taxable = new TreeMap<>(ORDER);
        for (InvoiceLine line : lines) {
            taxable.merge(line.vat(), line.amount().net(), Money::plus);
        }
        for (DocumentAllowance entry : allowances) {
            taxable.merge(entry.vat(), entry.allowance().amount().negated(), Money::plus);
        }
        return taxable.entrySet().stream()
                .map(entry -> new VatSubtotal(
                        entry.getKey(), entry.getValue(), tax(entry.getKey(), entry.getValue(), currency)))
                .toList();
    }

    static Totals totals(
            List<InvoiceLine> lines,
            List<DocumentAllowance> allowances,
            List<VatSubtotal> breakdown,
            Currency currency) {
        Money sum = Money.zero(currency);
        for (InvoiceLine line : lines) {
            sum = sum.plus(line.amount().net());
        }
        Money off = Money.zero(currency);
        for (DocumentAllowance entry : allowances) {
            off = off.plus(entry.allowance().amount());
        }
        Money net = sum.minus(off);
        Money vat = Money.zero(currency);
        for (VatSubtotal subtotal : breakdown) {
            vat = vat.plus(subtotal.tax());
        }
        Money withVat = net.plus(vat);
        return new Totals(sum, net, vat, withVat, withVat, allowances.isEmpty() ? null : off, null);
    }

    static Money tax(VatTreatment vat, Money taxable, Currency currency) {
        BigDecimal unrounded = taxable.amount().multiply(vat.ratePercent()).movePointLeft(2);
        return Money.rounded(unrounded, currency);
    }
}

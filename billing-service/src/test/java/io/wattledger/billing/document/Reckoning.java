package io.wattledger.billing.document;

import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.invoice.Totals;
import io.wattledger.billing.invoice.VatSubtotal;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice of tests comes to, reckoned once more, on purpose not by the code that issues invoices.
 *
 * @param breakdown by VAT treatment
 * @param totals before credits
 */
record Reckoning(List<VatSubtotal> breakdown, Totals totals) {

    /**
     * What lines and allowances come to.
     *
     * @param taxRate by which VAT is stated in another currency; null where it is not
     */
    static Reckoning of(
            List<InvoiceLine> lines,
            List<DocumentAllowance> allowances,
            Currency currency,
            @Nullable ExchangeRate taxRate) {
        Map<VatTreatment, Money> taxable =
                new TreeMap<>(Comparator.comparing(VatTreatment::category).thenComparing(VatTreatment::ratePercent));
        Money sum = Money.zero(currency);
        for (InvoiceLine line : lines) {
            taxable.merge(line.vat(), line.amount().net(), Money::plus);
            sum = sum.plus(line.amount().net());
        }
        Money off = Money.zero(currency);
        for (DocumentAllowance allowance : allowances) {
            Money amount = allowance.allowance().amount();
            off = off.plus(amount);
            Money less = new Money(amount.amount().negate(), currency);
            taxable.merge(allowance.vat(), less, Money::plus);
        }
        List<VatSubtotal> breakdown = new ArrayList<>();
        Money tax = Money.zero(currency);
        for (Map.Entry<VatTreatment, Money> entry : taxable.entrySet()) {
            BigDecimal rate = entry.getKey().ratePercent().movePointLeft(2);
            Money part = Money.rounded(entry.getValue().amount().multiply(rate), currency);
            breakdown.add(new VatSubtotal(entry.getKey(), entry.getValue(), part));
            tax = tax.plus(part);
        }
        Money net = new Money(sum.amount().subtract(off.amount()), currency);
        Money gross = net.plus(tax);
        Totals totals = new Totals(
                sum,
                net,
                tax,
                gross,
                gross,
                allowances.isEmpty() ? null : off,
                taxRate == null
                        ? null
                        : new TaxCurrencyTotal(
                                Money.rounded(tax.amount().multiply(taxRate.rate()), taxRate.quote()), taxRate));
        return new Reckoning(breakdown, totals);
    }
}

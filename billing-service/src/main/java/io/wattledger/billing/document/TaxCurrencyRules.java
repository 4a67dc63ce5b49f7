package io.wattledger.billing.document;

import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.TaxCurrencyTotal;
import io.wattledger.billing.tax.TaxCurrency;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * Norwegian VAT must be stated in kroner, British in sterling, by a rate of the day that leads to the amount (BT-6, BT-111): no
 * official rule looks at any of it. The country of the seller says in which currency and how old a rate may be, not the catalog.
 */
final class TaxCurrencyRules {

    private static final String CURRENCY = "X-TAX-CURRENCY";

    private final Invoice invoice;
    private final Currency due;
    private final Currency billed;
    private final boolean isCredit;
    private final List<Violation> violations = new ArrayList<>();

    TaxCurrencyRules(Invoice invoice) {
        this.invoice = invoice;
        this.due = invoice.seller().accountingCurrency();
        this.billed = invoice.heading().currency();
        this.isCredit = invoice.heading().type() == DocumentType.CREDIT_NOTE;
    }

    /** What is wrong; empty when all is well. */
    List<Violation> check() {
        String country = invoice.seller().identity().country();
        Optional<TaxCurrency> law =
                TaxCurrency.of(country, invoice.heading().period().lastDay());
        boolean isCharged = invoice.totals().vat().amount().signum() != 0;
        // It states the seller of the invoice that it corrects, which else could never be corrected. The rate is that
        // of its own date all the same, except on credit notes, which take that of the invoice.
        if (isCharged && !invoice.statesWhatOthersDid()) {
            law.ifPresent(row -> require(
                    CURRENCY,
                    row.currency().equals(due),
                    "BT-6",
                    "VAT of a seller in " + country + " is due in " + row.currency() + " (" + row.provision()
                            + "), but the legal entity's accountingCurrency is " + due));
        }
        TaxCurrencyTotal converted = invoice.totals().inTaxCurrency();
        if (converted == null) {
            require(
                    CURRENCY,
                    due.equals(billed) || !isCharged,
                    "BT-111",
                    "VAT is due in " + due + " and the invoice in " + billed
                            + " does not state it there; add a rate of " + billed + " in " + due
                            + " to the catalog's taxExchangeRates");
        } else {
            amount(converted);
            date(converted.rate(), law);
        }
        return violations;
    }

    private void amount(TaxCurrencyTotal converted) {
        ExchangeRate rate = converted.rate();
        require(
                CURRENCY,
                !due.equals(billed) && rate.quote().equals(due) && rate.base().equals(billed),
                "BT-6",
                "VAT is due in " + due + " and is stated in " + rate.quote() + " by a rate for " + rate.base());
        Money vat = invoice.totals().vat();
        BigDecimal product =
                vat.amount().multiply(rate.rate()).setScale(due.getDefaultFractionDigits(), RoundingMode.HALF_UP);
        // A credit note states the difference of two converted amounts, which may be one minor unit off the converted
        // difference.
        BigDecimal tolerance = isCredit ? product.ulp() : BigDecimal.ZERO;
        require(
                "X-TAX-AMOUNT",
                converted.vat().currency().equals(due)
                        && converted.vat().amount().subtract(product).abs().compareTo(tolerance) <= 0,
                "BT-111",
                "VAT of " + text(vat) + " at " + rate.rate().toPlainString() + " is " + product.toPlainString() + " "
                        + due + ", not " + text(converted.vat()));
    }

    private void date(ExchangeRate rate, Optional<TaxCurrency> law) {
        boolean isPublished = !rate.date().isAfter(invoice.heading().issueDate());
        require(
                "X-TAX-RATE-DATE",
                isPublished && !rate.source().isBlank(),
                "BT-111",
                "the rate of " + rate.date() + " is later than the invoice or names no source");
        law.filter(row -> isPublished && !isCredit)
                .ifPresent(row -> require(
                        "X-TAX-RATE-DATE",
                        row.takes(rate.date(), invoice.heading().issueDate()),
                        "BT-111",
                        "the newest rate of " + billed + " in " + due + " is of " + rate.date() + " and must be "
                                + row.ageInWords() + "; add one to the catalog's taxExchangeRates"));
    }

    private void require(String rule, boolean holds, String location, String text) {
        if (!holds) {
            violations.add(new Violation(rule, Severity.ERROR, text, location));
        }
    }

    private static String text(Money money) {
        return money.amount().toPlainString() + " " + money.currency();
    }
}

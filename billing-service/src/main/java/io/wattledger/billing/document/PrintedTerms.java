package io.wattledger.billing.document;

import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.ContractMoney.CommitmentDrawn;
import io.wattledger.billing.invoice.ContractMoney.CreditDrawn;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.ContractMoney.DiscountTaken;
import io.wattledger.billing.invoice.ExchangeRate;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What discounts, commitments and credits did to a printed document, in sentences. */
final class PrintedTerms {

    private final Invoice invoice;
    private final Words words;

    PrintedTerms(Invoice invoice, Words words) {
        this.invoice = invoice;
        this.words = words;
    }

    void put(Map<String, Object> page) {
        page.put("termsTitle", words.text("terms.title"));
        page.put("terms", sentences());
    }

    private List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        ContractMoney money = invoice.totals().money();
        if (money != null) {
            money.discounts().forEach(discount -> sentences.add(discount(discount)));
            money.discountsRevised().forEach(discount -> sentences.add(revised(discount)));
            money.commitments().forEach(commitment -> sentences.add(commitment(commitment)));
            money.credits().forEach(credit -> sentences.add(credit(credit)));
        }
        return sentences;
    }

    private String discount(DiscountTaken discount) {
        return discount.taken().signum() < 0
                ? words.text(
                        "terms.discount.returned",
                        discount.words(),
                        amount(discount.taken().negated()))
                : words.text("terms.discount", discount.words(), amount(discount.taken()));
    }

    private String revised(DiscountRevised discount) {
        boolean less = discount.taken().signum() < 0;
        return words.text(
                less ? "terms.discount.less" : "terms.discount.more",
                discount.words(),
                amount(less ? discount.taken().negated() : discount.taken()),
                discount.invoice());
    }

    private String commitment(CommitmentDrawn commitment) {
        ContractMoney.Balance balance = commitment.balance();
        Money before = balance.before();
        Money left = balance.left();
        if (before == null || left == null) {
            return words.text(
                    "terms.commitment.returned",
                    commitment.words(),
                    amount(balance.drawn().negated()));
        }
        StringBuilder text = new StringBuilder(words.text(
                "terms.commitment",
                commitment.words(),
                words.shortDate(commitment.months().first().atDay(1)),
                words.shortDate(commitment.months().last().atEndOfMonth()),
                amount(balance.committed()),
                amount(before),
                amount(balance.drawn()),
                amount(left)));
        ExchangeRate rate = commitment.rate();
        if (rate != null) {
            text.append(' ')
                    .append(words.text(
                            "terms.rate",
                            amount(commitment.countedByRate()),
                            words.number(rate.rate()),
                            rate.source(),
                            words.shortDate(rate.date())));
        }
        if (commitment.shortfallLine() != null) {
            text.append(' ')
                    .append(words.text(
                            "terms.shortfall", commitment.shortfallLine().toString()));
        }
        return text.toString();
    }

    private String credit(CreditDrawn credit) {
        Money before = credit.before();
        Money left = credit.left();
        String text = before == null || left == null
                ? words.text(
                        "terms.returned", credit.words(), amount(credit.drawn().negated()))
                : words.text(
                        "terms.credit." + credit.kind(),
                        credit.words(),
                        amount(before),
                        amount(credit.drawn()),
                        amount(left));
        return credit.expiresOn() == null
                ? text
                : text + " " + words.text("terms.expires", words.shortDate(credit.expiresOn()));
    }

    private String amount(Money money) {
        return PrintedLines.minus(words.number(money.amount())) + "\u00A0"
                + money.currency().getCurrencyCode();
    }
}

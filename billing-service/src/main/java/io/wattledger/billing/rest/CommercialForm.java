package io.wattledger.billing.rest;

import io.wattledger.billing.contract.ChargeSelection;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.contract.Commitment;
import io.wattledger.billing.contract.CommitmentInterval;
import io.wattledger.billing.contract.Discount;
import io.wattledger.billing.contract.Reduction;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.MonthSpan;
import io.wattledger.billing.rest.CatalogBody.CommitmentBody;
import io.wattledger.billing.rest.CatalogBody.DiscountBody;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns discounts and commitments of an account from their wire form into the domain's. */
final class CommercialForm {

    private final String account;
    private final List<String> contracts;
    private final WordsOfForm words;

    /**
     * A form for one account.
     *
     * @param account pointer to it
     * @param contracts ids of all its contracts, meant where none is named
     * @param words reads members, and notes those that cannot be read
     */
    CommercialForm(String account, List<String> contracts, WordsOfForm words) {
        this.account = account;
        this.contracts = contracts;
        this.words = words;
    }

    CommercialTerms terms(@Nullable List<DiscountBody> discounts, @Nullable List<CommitmentBody> commitments) {
        List<Discount> taken = new ArrayList<>();
        List<DiscountBody> wanted = discounts == null ? List.of() : discounts;
        for (int i = 0; i < wanted.size(); i++) {
            taken.add(discount(account + "/discounts/" + i, wanted.get(i)));
        }
        List<Commitment> made = new ArrayList<>();
        List<CommitmentBody> promised = commitments == null ? List.of() : commitments;
        for (int i = 0; i < promised.size(); i++) {
            made.add(commitment(account + "/commitments/" + i, promised.get(i)));
        }
        return new CommercialTerms(taken, made);
    }

    private Discount discount(String at, DiscountBody body) {
        String until = body.untilMonth();
        return new Discount(
                body.id(),
                body.words(),
                reduction(at, body.percent(), body.amountPerMonth()),
                selection(at, body.kinds(), body.skus(), body.sites()),
                new Discount.Scope(
                        body.contracts() == null ? contracts : body.contracts(),
                        words.month(at + "/firstMonth", body.firstMonth()),
                        until == null ? null : words.month(at + "/untilMonth", until)),
                body.cap(),
                body.commitment(),
                body.reasonCode());
    }

    private Reduction reduction(String at, @Nullable BigDecimal percent, @Nullable BigDecimal amountPerMonth) {
        if ((percent == null) == (amountPerMonth == null)) {
            words.error(at, "needs either percent or amountPerMonth");
        }
        if (percent != null) {
            return new Reduction.PerCent(percent);
        }
        return new Reduction.Amount(amountPerMonth == null ? BigDecimal.ONE : amountPerMonth);
    }

    private Commitment commitment(String at, CommitmentBody body) {
        return new Commitment(
                body.id(),
                body.words(),
                money(at, body.amount(), body.currency()),
                words.named(at + "/every", body.every(), CommitmentInterval.values(), CommitmentInterval.MONTH),
                new MonthSpan(
                        words.month(at + "/firstMonth", body.firstMonth()),
                        words.month(at + "/untilMonth", body.untilMonth())),
                selection(at, body.kinds(), body.skus(), body.sites()),
                body.contracts() == null ? contracts : body.contracts(),
                body.overagePercent());
    }

    private ChargeSelection selection(
            String at, @Nullable List<String> kinds, @Nullable List<String> skus, @Nullable List<String> sites) {
        if (kinds == null) {
            return new ChargeSelection(ChargeSelection.COMPUTE.kinds(), skus, sites);
        }
        List<ChargeKind> read = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            read.add(words.named(at + "/kinds/" + i, kinds.get(i), ChargeKind.values(), ChargeKind.GPU_TIME));
        }
        return new ChargeSelection(read, skus, sites);
    }

    private Money money(String at, BigDecimal amount, String code) {
        Currency currency = words.currency(at + "/currency", code);
        if (WordsOfForm.isNone(currency)) {
            return Money.zero(Currency.getInstance("EUR"));
        }
        if (amount.stripTrailingZeros().scale() > currency.getDefaultFractionDigits()) {
            words.error(
                    at + "/amount",
                    amount.toPlainString() + " has more than the " + currency.getDefaultFractionDigits()
                            + " decimals of " + code);
            return Money.zero(currency);
        }
        return new Money(amount.setScale(currency.getDefaultFractionDigits()), currency);
    }
}

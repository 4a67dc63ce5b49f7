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
import io.wattledger.chassis.http.FieldError;
import io.wattledger.contracts.message.ChargeKind;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns discounts and commitments of an account from their wire form into the domain's. */
final class CommercialForm {

    /** Stands in for a month that could not be read; never leaves this class, since there is an error then. */
    private static final YearMonth NO_MONTH = YearMonth.of(1, 1);

    private static final Currency NO_CURRENCY = Currency.getInstance("XXX");

    private final String account;
    private final List<String> contracts;
    private final List<FieldError> errors;

    /**
     * A form for one account.
     *
     * @param account pointer to it
     * @param contracts ids of all its contracts, meant where none is named
     * @param errors to which what cannot be read is added
     */
    CommercialForm(String account, List<String> contracts, List<FieldError> errors) {
        this.account = account;
        this.contracts = contracts;
        this.errors = errors;
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
                        month(at + "/firstMonth", body.firstMonth()),
                        until == null ? null : month(at + "/untilMonth", until)),
                body.cap(),
                body.commitment(),
                body.reasonCode());
    }

    private Reduction reduction(String at, @Nullable BigDecimal percent, @Nullable BigDecimal amountPerMonth) {
        if ((percent == null) == (amountPerMonth == null)) {
            errors.add(new FieldError(at, "needs either percent or amountPerMonth"));
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
                named(at + "/every", body.every(), CommitmentInterval.values(), CommitmentInterval.MONTH),
                new MonthSpan(
                        month(at + "/firstMonth", body.firstMonth()), month(at + "/untilMonth", body.untilMonth())),
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
            read.add(named(at + "/kinds/" + i, kinds.get(i), ChargeKind.values(), ChargeKind.GPU_TIME));
        }
        return new ChargeSelection(read, skus, sites);
    }

    private Money money(String at, BigDecimal amount, String code) {
        Currency currency = Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(code) && one.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElse(NO_CURRENCY);
        if (currency.equals(NO_CURRENCY)) {
            errors.add(new FieldError(at + "/currency", "'" + code + "' is no ISO 4217 currency"));
            return Money.zero(Currency.getInstance("EUR"));
        }
        if (amount.stripTrailingZeros().scale() > currency.getDefaultFractionDigits()) {
            errors.add(new FieldError(
                    at + "/amount",
                    amount.toPlainString() + " has more than the " + currency.getDefaultFractionDigits()
                            + " decimals of " + code));
            return Money.zero(currency);
        }
        return new Money(amount.setScale(currency.getDefaultFractionDigits()), currency);
    }

    private YearMonth month(String pointer, String value) {
        try {
            return YearMonth.parse(value);
        } catch (DateTimeParseException e) {
            errors.add(new FieldError(pointer, "'" + value + "' is no month; write one like 2026-10"));
            return NO_MONTH;
        }
    }

    private <E extends Enum<E>> E named(String pointer, String value, E[] all, E otherwise) {
        return Arrays.stream(all)
                .filter(one -> wireName(one).equals(value))
                .findFirst()
                .orElseGet(() -> {
                    errors.add(new FieldError(
                            pointer,
                            "'" + value + "' is not one of "
                                    + Arrays.stream(all)
                                            .map(CommercialForm::wireName)
                                            .toList()));
                    return otherwise;
                });
    }

    private static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package io.wattledger.billing.rest;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.contracts.WireName;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

/**
 * Reads members of a catalog that are one of a few words, a month or a currency. What has no meaning becomes an error, and something
 * harmless stands in for it, so that the rest is examined too; it never leaves the form, since there is an error then.
 */
final class WordsOfForm {

    private static final YearMonth NO_MONTH = YearMonth.of(1, 1);
    private static final Currency NO_CURRENCY = Currency.getInstance("XXX");

    private final List<FieldError> errors;

    /** Adds what cannot be read to {@code errors}. */
    WordsOfForm(List<FieldError> errors) {
        this.errors = errors;
    }

    void error(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
    }

    YearMonth month(String pointer, String value) {
        try {
            return YearMonth.parse(value);
        } catch (DateTimeParseException e) {
            error(pointer, "'" + value + "' is no month; write one like 2026-10");
            return NO_MONTH;
        }
    }

    Currency currency(String pointer, String code) {
        return Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(code) && one.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElseGet(() -> {
                    error(pointer, "'" + code + "' is no ISO 4217 currency that invoices can be in");
                    return NO_CURRENCY;
                });
    }

    /** Whether a currency is what stands in for one that could not be read. */
    static boolean isNone(Currency currency) {
        return currency.equals(NO_CURRENCY);
    }

    <E extends Enum<E>> E named(String pointer, String value, E[] all, E otherwise) {
        return Arrays.stream(all)
                .filter(one -> WireName.of(one).equals(value))
                .findFirst()
                .orElseGet(() -> {
                    error(
                            pointer,
                            "'" + value + "' is not one of "
                                    + Arrays.stream(all).map(WireName::of).toList());
                    return otherwise;
                });
    }
}

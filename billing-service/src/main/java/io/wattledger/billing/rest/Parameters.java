package io.wattledger.billing.rest;

import io.wattledger.billing.flow.ExportBook.Days;
import io.wattledger.chassis.http.AskableYears;
import io.wattledger.chassis.http.CommaSeparated;
import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and says which one cannot be read. */
final class Parameters {

    private Parameters() {}

    static @Nullable YearMonth month(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            YearMonth month = YearMonth.parse(value);
            if (AskableYears.hold(month.getYear())) {
                return month;
            }
        } catch (DateTimeParseException e) {
            throw noMonth(name, value);
        }
        throw noMonth(name, value);
    }

    private static Refusal noMonth(String name, String value) {
        return new Refusal(
                BillingProblem.INVALID_PARAMETER,
                name + " '" + value + "' is no month " + AskableYears.WORDS,
                List.of(new FieldError(name, "write a month like 2026-10")));
    }

    /**
     * The days of {@code period}, or of the months from {@code from} to {@code to}; one of both has to be there.
     */
    static Days days(@Nullable String period, @Nullable String from, @Nullable String to) {
        YearMonth first = month("from", from == null ? period : from);
        YearMonth last = month("to", to == null ? period : to);
        boolean isBoth = period != null && (from != null || to != null);
        if (first == null || last == null || isBoth || last.isBefore(first)) {
            String wrong = first == null ? "from" : "to";
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    isBoth ? "period stands beside from and to" : "the months are missing or end before they begin",
                    List.of(new FieldError(
                            isBoth ? "period" : wrong,
                            "write from=2026-10&to=2026-12, the last month not before the first")));
        }
        return Days.of(first, last);
    }

    static String legalEntity(@Nullable String id) {
        if (id == null) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    "legalEntity is missing",
                    List.of(new FieldError("legalEntity", "name one legal entity of the catalog")));
        }
        return id;
    }

    static List<YearMonth> months(String name, @Nullable String commaSeparated) {
        List<YearMonth> months = new ArrayList<>();
        for (String value : CommaSeparated.values(commaSeparated)) {
            YearMonth month = month(name, value);
            if (month != null) {
                months.add(month);
            }
        }
        if (months.isEmpty()) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    name + " is missing",
                    List.of(new FieldError(name, "name at least one month, for example 2026-10,2026-11")));
        }
        return months;
    }
}

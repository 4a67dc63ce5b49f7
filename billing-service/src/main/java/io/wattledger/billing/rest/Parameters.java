package io.wattledger.billing.rest;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads query parameters, and says which one cannot be read. */
final class Parameters {

    private static final int MOST_PER_PAGE = 500;

    private Parameters() {}

    /** The limit of a page, from 1 to 500. */
    static int limit(int limit) {
        if (limit < 1 || limit > MOST_PER_PAGE) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    "limit '" + limit + "' is not 1 to " + MOST_PER_PAGE,
                    List.of(new FieldError("limit", "1 to " + MOST_PER_PAGE)));
        }
        return limit;
    }

    static @Nullable YearMonth month(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return YearMonth.parse(value);
        } catch (DateTimeParseException e) {
            throw new Refusal(
                    BillingProblem.INVALID_PARAMETER,
                    name + " '" + value + "' is no month",
                    List.of(new FieldError(name, "write a month like 2026-10")));
        }
    }

    static List<YearMonth> months(String name, @Nullable String commaSeparated) {
        List<YearMonth> months = new ArrayList<>();
        for (String value : list(commaSeparated)) {
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

    static List<String> list(@Nullable String commaSeparated) {
        return commaSeparated == null
                ? List.of()
                : Arrays.stream(commaSeparated.split(",", -1))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
    }
}

package io.wattledger.billing.focus;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row; a column that was never set is NULL, which CSV writes as an empty cell. */
public final class FocusRow {

    private final Map<FocusColumn, String> cells = new EnumMap<>(FocusColumn.class);

    /** Numbers that were set as such: rules and Parquet need them again, and reading them from their text costs more. */
    private final Map<FocusColumn, BigDecimal> numbers = new EnumMap<>(FocusColumn.class);

    /** The text in a column; absent where the row says nothing there. */
    public @Nullable String get(FocusColumn column) {
        return cells.get(column);
    }

    /** The number in a column; absent where the row says nothing there. */
    @Nullable
    BigDecimal decimal(FocusColumn column) {
        BigDecimal number = numbers.get(column);
        if (number != null) {
            return number;
        }
        String text = cells.get(column);
        return text == null ? null : new BigDecimal(text);
    }

    /** Whether a column says just this. */
    boolean says(FocusColumn column, String value) {
        return value.equals(cells.get(column));
    }

    FocusRow set(FocusColumn column, @Nullable String value) {
        // NULL is the only way to say nothing: a blank would be a value (FOCUS null handling).
        return value == null || value.isBlank() ? this : write(column, value);
    }

    /** Takes a text as it is; NULL where it is absent. */
    FocusRow write(FocusColumn column, @Nullable String value) {
        numbers.remove(column);
        if (value == null) {
            cells.remove(column);
        } else {
            cells.put(column, value);
        }
        return this;
    }

    FocusRow set(FocusColumn column, @Nullable BigDecimal value) {
        return value == null ? this : number(column, value, text(value));
    }

    private FocusRow number(FocusColumn column, BigDecimal value, String text) {
        cells.put(column, text);
        numbers.put(column, value);
        return this;
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    FocusRow set(FocusColumn column, Instant value) {
        return set(column, value.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** One amount as billed, effective, list and contracted cost: this cloud has one price for everybody's charge. */
    FocusRow cost(BigDecimal amount) {
        String text = text(amount);
        return number(FocusColumn.BILLED_COST, amount, text)
                .number(FocusColumn.EFFECTIVE_COST, amount, text)
                .number(FocusColumn.LIST_COST, amount, text)
                .number(FocusColumn.CONTRACTED_COST, amount, text);
    }

    /** What stands in these columns; an empty text for NULL. */
    List<String> cells(List<FocusColumn> columns) {
        List<String> values = new ArrayList<>(columns.size());
        for (FocusColumn column : columns) {
            values.add(cells.getOrDefault(column, ""));
        }
        return values;
    }
}

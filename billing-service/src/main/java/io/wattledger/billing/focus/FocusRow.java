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

    /** The text in a column; absent where the row says nothing there. */
    public @Nullable String get(FocusColumn column) {
        return cells.get(column);
    }

    /** The number in a column; absent where the row says nothing there. */
    @Nullable
    BigDecimal decimal(FocusColumn column) {
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
        if (value == null) {
            cells.remove(column);
        } else {
            cells.put(column, value);
        }
        return this;
    }

    FocusRow set(FocusColumn column, @Nullable BigDecimal value) {
        return value == null
                ? this
                : set(
                        column,
                        value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString());
    }

    FocusRow set(FocusColumn column, Instant value) {
        return set(column, value.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** One amount as billed, effective, list and contracted cost: this cloud has one price for everybody's charge. */
    FocusRow cost(BigDecimal amount) {
        return set(FocusColumn.BILLED_COST, amount)
                .set(FocusColumn.EFFECTIVE_COST, amount)
                .set(FocusColumn.LIST_COST, amount)
                .set(FocusColumn.CONTRACTED_COST, amount);
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

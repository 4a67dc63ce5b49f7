package io.wattledger.billing.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One row; a column that was never set is NULL, which CSV writes as an empty cell. */
final class FocusRow {

    private static final List<String> HEADER =
            Arrays.stream(FocusColumn.values()).map(FocusColumn::header).toList();

    private final Map<FocusColumn, String> cells = new EnumMap<>(FocusColumn.class);

    static List<String> header() {
        return HEADER;
    }

    FocusRow set(FocusColumn column, String value) {
        // NULL is the only way to say nothing: a blank would be a value (FOCUS null handling).
        if (!value.isBlank()) {
            cells.put(column, value);
        }
        return this;
    }

    FocusRow set(FocusColumn column, BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return set(column, stripped.toPlainString());
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

    List<String> cells() {
        List<String> values = new ArrayList<>(HEADER.size());
        for (FocusColumn column : FocusColumn.values()) {
            values.add(cells.getOrDefault(column, ""));
        }
        return values;
    }
}

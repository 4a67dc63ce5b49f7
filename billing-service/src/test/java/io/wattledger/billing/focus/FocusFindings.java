package io.wattledger.billing.focus;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a rule finds in a file as it was delivered. */
final class FocusFindings {

    private final FocusTable table;
    private final List<String> broken = new ArrayList<>();
    private int looked;

    FocusFindings(FocusTable table) {
        this.table = table;
    }

    /**
     * All that was found.
     *
     * @param looked how many rows, documents or columns the rule is about
     * @param broken where it is broken
     */
    record Verdict(int looked, List<String> broken) {}

    Verdict verdict() {
        return new Verdict(looked, List.copyOf(broken));
    }

    /** So many more things were looked at. */
    void looked(int more) {
        looked += more;
    }

    /** A place where the rule is broken. */
    void broken(String place) {
        broken.add(place);
    }

    /** Looks at some rows; {@code fault} says what is wrong with one, null where nothing is. */
    void each(Predicate<Map<String, String>> which, Function<Map<String, String>, @Nullable String> fault) {
        for (Map<String, String> row : table.rows()) {
            if (which.test(row)) {
                looked++;
                String said = fault.apply(row);
                if (said != null) {
                    broken.add(row.get("x_ChargeId") + ": " + said + " " + row);
                }
            }
        }
    }

    static boolean correction(Map<String, String> row) {
        return is(row, "ChargeClass", "Correction");
    }

    static boolean is(Map<String, String> row, String column, String value) {
        return value.equals(row.get(column));
    }

    static BigDecimal number(Map<String, String> row, String column) {
        return new BigDecimal(row.get(column));
    }
}

package io.wattledger.billing.focus;

import java.util.ArrayList;
import java.util.List;

/** The first violations that were found, enough for a person to see what is wrong. */
final class Findings {

    private static final int MOST = 100;

    private final List<FocusViolation> violations = new ArrayList<>();

    void add(FocusRule rule, FocusRow row, String detail) {
        String charge = row.get(FocusColumn.X_CHARGE_ID);
        add(rule, charge == null ? "" : charge, detail);
    }

    void add(FocusRule rule, String charge, String detail) {
        if (violations.size() < MOST) {
            violations.add(new FocusViolation(rule, charge, detail));
        }
    }

    List<FocusViolation> all() {
        return List.copyOf(violations);
    }
}

package io.wattledger.billing.focus;

import java.util.ArrayList;
import java.util.List;

/** The first violations that were found, enough for a person to see what is wrong. */
final class Findings {

    private static final int MOST = 100;

    /** By what a row is known, in Cost and Usage, Invoice Detail and Billing Period. */
    private static final List<FocusColumn> NAMES =
            List.of(FocusColumn.X_CHARGE_ID, FocusColumn.INVOICE_DETAIL_ID, FocusColumn.BILLING_PERIOD_START);

    private final List<FocusViolation> violations = new ArrayList<>();
    private int count;

    void add(FocusRule rule, FocusRow row, String detail) {
        add(rule, name(row), detail);
    }

    void add(FocusRule rule, String charge, String detail) {
        count++;
        if (violations.size() < MOST) {
            violations.add(new FocusViolation(rule, charge, detail));
        }
    }

    private static String name(FocusRow row) {
        for (FocusColumn column : NAMES) {
            String name = row.get(column);
            if (name != null) {
                return name;
            }
        }
        return "";
    }

    /** How many were found, those that are not kept too. */
    int count() {
        return count;
    }

    List<FocusViolation> all() {
        return List.copyOf(violations);
    }
}

package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules F1 to F4, which can be told from one cell of any dataset. */
final class CellRules {

    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Set<String> INSTEAD_OF_NULL =
            Set.of("", "null", "n/a", "na", "none", "not applicable", "not specified", "-");
    private static final int LONGEST_INSTEAD_OF_NULL = 14;

    /** What columns with a closed list of values may say. */
    private static final Map<FocusColumn, Set<String>> ALLOWED = Map.of(
            BILLING_PERIOD_STATUS, Set.of("Open", "Closed"),
            INVOICE_ISSUE_STATUS, Set.of("Open", "Issued", "Voided"),
            CHARGE_CATEGORY, Set.of("Usage", "Purchase", "Tax", "Credit", "Adjustment"),
            CHARGE_CLASS, Set.of("Correction"),
            CHARGE_FREQUENCY, Set.of("One-Time", "Recurring", "Usage-Based"),
            PRICING_CATEGORY, Set.of("Standard", "Committed", "Dynamic", "Other"),
            COMMITMENT_DISCOUNT_CATEGORY, Set.of("Spend", "Usage"),
            COMMITMENT_DISCOUNT_STATUS, Set.of("Used", "Unused"),
            CAPACITY_RESERVATION_STATUS, Set.of("Used", "Unused"),
            SERVICE_CATEGORY, Set.of("Compute", "Management and Governance", "Other"));

    private final List<FocusColumn> columns;
    private final Findings findings;

    /** Instants that were read before: a file has few of them, and each in many rows. */
    private final Set<String> instants = new HashSet<>();

    CellRules(List<FocusColumn> columns, Findings findings) {
        this.columns = columns;
        this.findings = findings;
    }

    /** Whether all cells can be read as what they are, so that they can be compared. */
    boolean check(FocusRow row) {
        boolean readable = true;
        for (FocusColumn column : columns) {
            readable &= value(row, column);
        }
        return readable;
    }

    /** F1 to F4 for one cell; false where it cannot be read as what it is. */
    private boolean value(FocusRow row, FocusColumn column) {
        String text = row.get(column);
        if (text == null) {
            if (column.required()) {
                findings.add(FocusRule.F1, row, column.header() + " is NULL");
            }
            return !column.required();
        }
        if (insteadOfNull(text)) {
            findings.add(FocusRule.F4, row, column.header() + " says '" + text + "' in the place of NULL");
            return false;
        }
        Set<String> allowed = ALLOWED.get(column);
        if (allowed != null && !allowed.contains(text)) {
            findings.add(FocusRule.F1, row, column.header() + " must not be '" + text + "'");
        }
        boolean readable =
                switch (column.type()) {
                    case DATE_TIME -> instant(text);
                    case DECIMAL -> number(text);
                    case STRING, JSON -> true;
                };
        if (!readable) {
            FocusRule rule = column.type() == FocusType.DATE_TIME ? FocusRule.F2 : FocusRule.F3;
            findings.add(rule, row, column.header() + " '" + text + "'");
        }
        return readable;
    }

    private static boolean insteadOfNull(String text) {
        return text.isBlank()
                || text.length() <= LONGEST_INSTEAD_OF_NULL && INSTEAD_OF_NULL.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Digits with at most one point between them, and a minus sign before them or none. */
    private static boolean number(String text) {
        int first = text.charAt(0) == '-' ? 1 : 0;
        int point = -1;
        for (int i = first; i < text.length(); i++) {
            char one = text.charAt(i);
            if (one == '.' && point < 0) {
                point = i;
            } else if (one < '0' || one > '9') {
                return false;
            }
        }
        return text.length() > first && point != first && point != text.length() - 1;
    }

    private boolean instant(String text) {
        return instants.contains(text) || isInstant(text) && instants.add(text);
    }

    private static boolean isInstant(String text) {
        if (!INSTANT.matcher(text).matches()) {
            return false;
        }
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** F2 for a period whose ends can be read, so that they are in order of time where their texts are. */
    void period(FocusRow row, FocusColumn start, FocusColumn end) {
        String from = row.get(start);
        String to = row.get(end);
        if (from != null && to != null && from.compareTo(to) >= 0) {
            findings.add(FocusRule.F2, row, start.header() + " " + from + " is not before " + end.header() + " " + to);
        }
    }
}

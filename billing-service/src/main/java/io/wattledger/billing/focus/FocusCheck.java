package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;

import io.wattledger.billing.invoice.InvoiceLine;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds the rows of a file to the rules, one document after the other. What is remembered grows with the count of documents,
 * prices and names, and the ids of the charges of one document while it goes by, not with the rows of the file, so a file of any
 * length can be checked while it is written.
 */
public final class FocusCheck {

    /** What the finite decimals of one row can differ from its unrounded amount, far above what they do. */
    private static final BigDecimal MOST_PER_ROW = new BigDecimal("0.00001");

    /** What rounds in a document beside its lines: each rounds by half a minor unit at most. */
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final Findings findings = new Findings();
    private final RowRules rowRules;
    private final Set<String> documents = new HashSet<>();
    private final Map<String, String> skuOfPrice = new HashMap<>();
    private final Map<String, String> categoryOfService = new HashMap<>();
    private Sums sums = new Sums();

    /** A check of rows that follow a version. */
    public FocusCheck(FocusVersion version) {
        this.rowRules = new RowRules(version, findings);
    }

    /** What is remembered of the rows of one document. */
    private static final class Sums {
        private final SeenIds charges = new SeenIds();
        private final Map<String, String> names = new HashMap<>();
        private final Map<String, String> commitmentNames = new HashMap<>();
        private final Map<String, BigDecimal> bought = new TreeMap<>();
        private final Map<String, BigDecimal> effective = new TreeMap<>();
        private final Set<String> currencies = new TreeSet<>();
        private final Set<String> unused = new HashSet<>();
        private BigDecimal billed = BigDecimal.ZERO;
        private BigDecimal rounding = BigDecimal.ZERO;
        private int adjustments;
        private int rows;
    }

    /** The next row of the document. */
    public void row(FocusRow row) {
        rowRules.check(row);
        sums.rows++;
        String charge = row.get(X_CHARGE_ID);
        if (charge != null && !sums.charges.add(charge)) {
            findings.add(FocusRule.F20, charge, "x_ChargeId stands on another row as well");
        }
        oneValue(FocusRule.F14, row, SKU_PRICE_ID, SKU_ID, skuOfPrice);
        oneValue(FocusRule.F14, row, SERVICE_NAME, SERVICE_CATEGORY, categoryOfService);
        oneValue(FocusRule.F18, row, REGION_ID, REGION_NAME, sums.names);
        oneValue(FocusRule.F18, row, COMMITMENT_DISCOUNT_ID, COMMITMENT_DISCOUNT_NAME, sums.commitmentNames);
        sums.billed = sums.billed.add(number(row, BILLED_COST));
        if (row.says(CHARGE_CATEGORY, ChargeCategory.ADJUSTMENT.text())) {
            sums.adjustments++;
            sums.rounding = sums.rounding.add(number(row, BILLED_COST));
        }
        String currency = row.get(BILLING_CURRENCY);
        if (currency != null) {
            sums.currencies.add(currency);
        }
        commitment(row);
        correction(row);
        if (row.get(X_RATED_RECORD) != null && row.get(X_UNROUNDED_AMOUNT) == null) {
            findings.add(FocusRule.F22, row, "x_UnroundedAmount is NULL");
        }
    }

    /** All rows of the document have gone by. */
    public void end(FocusDocument document) {
        String number = document.number();
        if (!documents.add(number)) {
            findings.add(FocusRule.F20, number, "the document stands in the file twice");
        }
        String currency = document.invoice().heading().currency().getCurrencyCode();
        if (!sums.currencies.equals(Set.of(currency))) {
            findings.add(FocusRule.F16, number, "BillingCurrency is " + sums.currencies + ", not " + currency);
        }
        if (sums.billed.compareTo(document.payable()) != 0) {
            findings.add(
                    FocusRule.F8,
                    number,
                    "BilledCost adds up to " + sums.billed.toPlainString() + ", payable is "
                            + document.payable().toPlainString());
        }
        rounding(document);
        commitments(number);
        sums = new Sums();
    }

    /** What was found so far; empty when all is well. */
    public List<FocusViolation> violations() {
        return findings.all();
    }

    private void rounding(FocusDocument document) {
        int roundings = document.invoice().allowances().size();
        for (InvoiceLine line : document.invoice().lines()) {
            // What corrects is the difference of two amounts, each of which was rounded.
            roundings += line.provenance().corrects() == null ? 1 : 2;
        }
        BigDecimal minor = document.payable().ulp();
        BigDecimal most = minor.multiply(HALF)
                .multiply(BigDecimal.valueOf(roundings))
                .add(MOST_PER_ROW.multiply(BigDecimal.valueOf(sums.rows)));
        if (sums.adjustments > 1 || sums.rounding.abs().compareTo(most) > 0) {
            findings.add(
                    FocusRule.F7,
                    document.number(),
                    sums.adjustments + " Adjustment rows of " + sums.rounding.toPlainString() + "; rounding can be "
                            + most.toPlainString());
        }
    }

    private void commitments(String number) {
        if (!sums.bought.keySet().equals(sums.unused)) {
            findings.add(FocusRule.F12, number, "each commitment needs one Unused row: " + sums.bought.keySet());
        }
        sums.bought.forEach((id, billed) -> {
            BigDecimal effective = sums.effective.getOrDefault(id, BigDecimal.ZERO);
            if (billed.compareTo(effective) != 0) {
                findings.add(
                        FocusRule.F12,
                        number,
                        "commitment " + id + " is billed " + billed.toPlainString() + ", its use comes to "
                                + effective.toPlainString());
            }
        });
    }

    private void commitment(FocusRow row) {
        String id = row.get(COMMITMENT_DISCOUNT_ID);
        if (id == null) {
            return;
        }
        if (row.says(CHARGE_CATEGORY, ChargeCategory.PURCHASE.text())) {
            sums.bought.merge(id, number(row, BILLED_COST), BigDecimal::add);
        } else {
            sums.effective.merge(id, number(row, EFFECTIVE_COST), BigDecimal::add);
            if (row.says(COMMITMENT_DISCOUNT_STATUS, "Unused")) {
                sums.unused.add(id);
            }
        }
    }

    private void correction(FocusRow row) {
        String start = row.get(BILLING_PERIOD_START);
        String end = row.get(CHARGE_PERIOD_END);
        if (row.says(CHARGE_CLASS, "Correction") && start != null && end != null && end.compareTo(start) > 0) {
            findings.add(FocusRule.F13, row, "the charge period ends " + end + ", after " + start);
        }
    }

    private void oneValue(FocusRule rule, FocusRow row, FocusColumn key, FocusColumn value, Map<String, String> seen) {
        String id = row.get(key);
        String said = row.get(value);
        if (id != null && said != null) {
            @Nullable String before = seen.putIfAbsent(id, said);
            if (before != null && !before.equals(said)) {
                findings.add(
                        rule,
                        row,
                        key.header() + " '" + id + "' has " + value.header() + " '" + said + "' and '" + before + "'");
            }
        }
    }

    private static BigDecimal number(FocusRow row, FocusColumn column) {
        try {
            BigDecimal value = row.decimal(column);
            return value == null ? BigDecimal.ZERO : value;
        } catch (NumberFormatException e) {
            // F3 has said so already.
            return BigDecimal.ZERO;
        }
    }
}

package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds what only many documents together can show to the rules: commitments over their term (F12), names over time (F18) and
 * the three datasets beside each other (F21). It keeps no rows, only sums and names.
 */
public final class WholeExport implements FocusWriter {

    private static final List<List<FocusColumn>> NAMED = List.of(
            List.of(BILLING_ACCOUNT_ID, BILLING_ACCOUNT_NAME),
            List.of(SUB_ACCOUNT_ID, SUB_ACCOUNT_NAME),
            List.of(REGION_ID, REGION_NAME),
            List.of(COMMITMENT_DISCOUNT_ID, COMMITMENT_DISCOUNT_NAME));

    /** Components of a contract's own terms, which billing charges and no price list has. */
    private static final String OF_CONTRACT = "commitment/";

    private final Findings findings = new Findings();
    private final List<FocusRow> details = new ArrayList<>();
    private final InvoiceDetails invoiceDetails = new InvoiceDetails(new Collected(details));
    private final Map<String, BigDecimal> billedOfDetails = new TreeMap<>();
    private final SortedMap<String, BigDecimal> bought = new TreeMap<>();
    private final Map<String, BigDecimal> effective = new HashMap<>();
    private final Map<List<String>, Names> names = new HashMap<>();
    private final SortedMap<String, String> skuPriceIds = new TreeMap<>();
    private final SortedMap<String, String> periods = new TreeMap<>();
    private long documents;
    private long rows;

    /** Rows of a dataset that is made of the documents one by one. */
    private record Collected(List<FocusRow> rows) implements FocusWriter {

        @Override
        public void row(FocusRow row) {
            rows.add(row);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /** The name that an id has, and those that it had before. */
    private static final class Names {
        private final Set<String> givenUp = new HashSet<>();
        private String now;

        Names(String now) {
            this.now = now;
        }
    }

    @Override
    public void row(FocusRow row) {
        rows++;
        invoiceDetails.row(row);
        billedOfDetails.merge(text(row, INVOICE_DETAIL_ID), number(row, BILLED_COST), BigDecimal::add);
        periods.putIfAbsent(period(row), text(row, X_CHARGE_ID));
        String price = row.get(SKU_PRICE_ID);
        if (price != null && !text(row, X_COMPONENT).startsWith(OF_CONTRACT)) {
            skuPriceIds.putIfAbsent(price, text(row, X_CHARGE_ID));
        }
        String commitment = row.get(COMMITMENT_DISCOUNT_ID);
        if (commitment != null) {
            String key = text(row, BILLING_ACCOUNT_ID) + " " + commitment;
            if (row.says(CHARGE_CATEGORY, ChargeCategory.PURCHASE.text())) {
                bought.merge(key, number(row, BILLED_COST), BigDecimal::add);
            } else {
                bought.putIfAbsent(key, BigDecimal.ZERO);
                effective.merge(key, number(row, EFFECTIVE_COST), BigDecimal::add);
            }
        }
        if (!row.says(CHARGE_CLASS, "Correction")) {
            NAMED.forEach(named -> named(row, named.getFirst(), named.getLast()));
        }
    }

    @Override
    public void end(FocusDocument document) {
        documents++;
        invoiceDetails.end(document);
        for (FocusRow detail : details) {
            String id = text(detail, INVOICE_DETAIL_ID);
            BigDecimal billed = billedOfDetails.remove(id);
            if (billed == null || billed.compareTo(number(detail, BILLED_COST)) != 0) {
                findings.add(
                        FocusRule.F21,
                        detail,
                        "BilledCost of the detail is " + detail.get(BILLED_COST) + ", its rows come to "
                                + (billed == null ? "none" : billed.toPlainString()));
            }
        }
        billedOfDetails.forEach((id, billed) -> findings.add(
                FocusRule.F21, id, "rows of " + billed.toPlainString() + " name a detail that is not there"));
        billedOfDetails.clear();
        details.clear();
    }

    @Override
    public void close() throws IOException {
        invoiceDetails.close();
    }

    /** All documents have gone by; these are the rows of Billing Period for the same months. */
    public void finish(List<FocusRow> billingPeriods) {
        Set<String> known = new HashSet<>();
        for (FocusRow row : billingPeriods) {
            known.add(period(row));
        }
        periods.forEach((period, charge) -> {
            if (!known.contains(period)) {
                findings.add(FocusRule.F21, charge, "Billing Period has no row for " + period);
            }
        });
        bought.forEach((commitment, billed) -> {
            BigDecimal used = effective.getOrDefault(commitment, BigDecimal.ZERO);
            if (billed.compareTo(used) != 0) {
                findings.add(
                        FocusRule.F12,
                        commitment,
                        "bought for " + billed.toPlainString() + " over all months, its use comes to "
                                + used.toPlainString());
            }
        });
    }

    /** The prices that rows name, each with a row that does, but those of a contract's own terms. */
    public SortedMap<String, String> skuPriceIds() {
        return new TreeMap<>(skuPriceIds);
    }

    /** That the price list does not know a price (F23). */
    public void notInPriceList(String skuPriceId) {
        findings.add(
                FocusRule.F23,
                skuPriceIds.getOrDefault(skuPriceId, skuPriceId),
                "SkuPriceId '" + skuPriceId + "' is not in the price list");
    }

    /** What was found. */
    public List<FocusViolation> violations() {
        return findings.all();
    }

    /** How many documents went by. */
    public long documents() {
        return documents;
    }

    /** How many rows went by. */
    public long rows() {
        return rows;
    }

    private void named(FocusRow row, FocusColumn id, FocusColumn name) {
        String one = row.get(id);
        String said = row.get(name);
        if (one == null || said == null) {
            return;
        }
        Names known =
                names.computeIfAbsent(List.of(text(row, BILLING_ACCOUNT_ID), id.header(), one), key -> new Names(said));
        if (!known.now.equals(said)) {
            known.givenUp.add(known.now);
            known.now = said;
            if (known.givenUp.contains(said)) {
                findings.add(
                        FocusRule.F18, row, name.header() + " '" + said + "' of '" + one + "' was given up before");
            }
        }
    }

    private static String period(FocusRow row) {
        return row.get(INVOICE_ISSUER_NAME) + " from " + row.get(BILLING_PERIOD_START) + " to "
                + row.get(BILLING_PERIOD_END);
    }

    private static String text(FocusRow row, FocusColumn column) {
        return Objects.requireNonNullElse(row.get(column), "");
    }

    private static BigDecimal number(FocusRow row, FocusColumn column) {
        return Objects.requireNonNullElse(row.decimal(column), BigDecimal.ZERO);
    }
}

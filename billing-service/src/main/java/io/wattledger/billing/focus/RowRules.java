package io.wattledger.billing.focus;

import static io.wattledger.billing.focus.FocusColumn.*;

import io.wattledger.contracts.WireJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules that can be told from one row. */
final class RowRules {

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    /** Keys of SkuPriceDetails that FOCUS defines and rows may have. */
    private static final Set<String> KNOWN_DETAILS =
            Set.of("CoreCount", "GpuCount", "InstanceSeries", "InstanceType", "MemorySize");

    private static final List<List<FocusColumn>> PAIRS = List.of(
            List.of(REGION_ID, REGION_NAME),
            List.of(SUB_ACCOUNT_ID, SUB_ACCOUNT_NAME, SUB_ACCOUNT_TYPE),
            List.of(
                    COMMITMENT_DISCOUNT_ID,
                    COMMITMENT_DISCOUNT_NAME,
                    COMMITMENT_DISCOUNT_CATEGORY,
                    COMMITMENT_DISCOUNT_TYPE));
    private static final List<FocusColumn> COSTS = List.of(BILLED_COST, EFFECTIVE_COST, LIST_COST, CONTRACTED_COST);
    private static final List<FocusColumn> PRICED =
            List.of(LIST_UNIT_PRICE, CONTRACTED_UNIT_PRICE, PRICING_QUANTITY, PRICING_CATEGORY, SKU_ID, SKU_PRICE_ID);

    private final List<FocusColumn> columns;
    private final CellRules cells;
    private final Findings findings;

    /** Objects that were read before: there are as many as projects and SKUs, and each in many rows. */
    private final Set<String> sound = new HashSet<>();

    RowRules(FocusVersion version, Findings findings) {
        this.columns = FocusColumn.of(FocusDataset.COST_AND_USAGE, version);
        this.cells = new CellRules(columns, findings);
        this.findings = findings;
    }

    void check(FocusRow row) {
        boolean readable = cells.check(row);
        json(row, TAGS);
        json(row, SKU_PRICE_DETAILS);
        if (!readable) {
            // What cannot be read as a number or an instant cannot be compared.
            return;
        }
        cells.period(row, BILLING_PERIOD_START, BILLING_PERIOD_END);
        cells.period(row, CHARGE_PERIOD_START, CHARGE_PERIOD_END);
        prices(row);
        consumption(row);
        commitment(row);
        names(row);
    }

    private void json(FocusRow row, FocusColumn column) {
        String text = row.get(column);
        if (text == null || sound.contains(text)) {
            return;
        }
        int before = findings.count();
        try {
            Map<?, ?> object = WireJson.read(text.getBytes(StandardCharsets.UTF_8), Map.class);
            if (object == null) {
                findings.add(FocusRule.F5, row, column.header() + " is no JSON object");
                return;
            }
            object.forEach((key, value) -> {
                if (value instanceof Map || value instanceof List || value == null) {
                    findings.add(FocusRule.F5, row, column.header() + " '" + key + "' is not flat");
                }
                if (column == SKU_PRICE_DETAILS
                        && !KNOWN_DETAILS.contains(key)
                        && !key.toString().startsWith("x_")) {
                    findings.add(FocusRule.F5, row, column.header() + " '" + key + "' does not begin with x_");
                }
            });
            if (!new String(WireJson.write(object), StandardCharsets.UTF_8).equals(text)) {
                // A key that stood there twice was written once.
                findings.add(FocusRule.F5, row, column.header() + " '" + text + "' has a key twice, or blanks");
            }
        } catch (IOException e) {
            findings.add(FocusRule.F5, row, column.header() + " '" + text + "' is no JSON object");
        }
        if (findings.count() == before) {
            sound.add(text);
        }
    }

    private void prices(FocusRow row) {
        boolean correction = row.says(CHARGE_CLASS, "Correction");
        boolean priced = row.says(CHARGE_CATEGORY, "Usage") || row.says(CHARGE_CATEGORY, "Purchase");
        for (FocusColumn column : PRICED) {
            if (priced && !correction && row.get(column) == null) {
                findings.add(FocusRule.F9, row, column.header() + " is NULL");
            } else if (row.says(CHARGE_CATEGORY, "Tax") && row.get(column) != null) {
                findings.add(FocusRule.F9, row, column.header() + " stands on a Tax row");
            }
        }
        pair(FocusRule.F9, row, PRICING_QUANTITY, PRICING_UNIT);
        price(row, LIST_UNIT_PRICE, LIST_COST, correction);
        price(row, CONTRACTED_UNIT_PRICE, CONTRACTED_COST, correction);
        if (row.get(LIST_UNIT_PRICE) == null
                && !COSTS.stream().allMatch(cost -> Objects.equals(row.get(cost), row.get(BILLED_COST)))) {
            findings.add(FocusRule.F11, row, "the costs differ");
        }
        String id = row.get(SKU_PRICE_ID);
        // Tariff, component, site and SKU, and the part of the component where it has several.
        if (id != null && id.split("/", -1).length < 4) {
            findings.add(FocusRule.F23, row, "SkuPriceId '" + id + "'");
        }
    }

    private void price(FocusRow row, FocusColumn unitPrice, FocusColumn cost, boolean correction) {
        BigDecimal price = row.decimal(unitPrice);
        if (price != null && price.signum() < 0) {
            findings.add(FocusRule.F9, row, unitPrice.header() + " " + price.toPlainString() + " is below zero");
        }
        BigDecimal quantity = row.decimal(PRICING_QUANTITY);
        BigDecimal stated = row.decimal(cost);
        if (!correction
                && price != null
                && quantity != null
                && stated != null
                && price.multiply(quantity).compareTo(stated) != 0) {
            findings.add(
                    FocusRule.F6,
                    row,
                    unitPrice.header() + " x PricingQuantity is "
                            + price.multiply(quantity).toPlainString() + ", " + cost.header() + " "
                            + stated.toPlainString());
        }
    }

    private void consumption(FocusRow row) {
        boolean used = row.says(CHARGE_CATEGORY, "Usage") && !row.says(COMMITMENT_DISCOUNT_STATUS, "Unused");
        if (!used && row.get(CONSUMED_QUANTITY) != null) {
            findings.add(FocusRule.F10, row, "ConsumedQuantity stands on a row of nothing used");
        }
        if (used && !row.says(CHARGE_CLASS, "Correction") && row.get(CONSUMED_QUANTITY) == null) {
            findings.add(FocusRule.F10, row, "ConsumedQuantity is NULL");
        }
        pair(FocusRule.F10, row, CONSUMED_QUANTITY, CONSUMED_UNIT);
    }

    private void commitment(FocusRow row) {
        String id = row.get(COMMITMENT_DISCOUNT_ID);
        String status = row.get(COMMITMENT_DISCOUNT_STATUS);
        if (id == null) {
            if (status != null || row.get(COMMITMENT_DISCOUNT_QUANTITY) != null) {
                findings.add(FocusRule.F12, row, "columns of a commitment stand on a row without CommitmentDiscountId");
            }
            return;
        }
        boolean usage = row.says(CHARGE_CATEGORY, "Usage");
        if (usage != (status != null)) {
            findings.add(FocusRule.F12, row, "CommitmentDiscountStatus stands on Usage, and on nothing else");
        }
        FocusColumn nothing = usage ? BILLED_COST : EFFECTIVE_COST;
        BigDecimal cost = row.decimal(nothing);
        if (cost != null && cost.signum() != 0) {
            findings.add(FocusRule.F12, row, nothing.header() + " " + cost.toPlainString() + " is not 0");
        }
        if (usage && !row.says(PRICING_CATEGORY, "Committed")) {
            findings.add(FocusRule.F12, row, "PricingCategory is not Committed");
        }
        pair(FocusRule.F12, row, COMMITMENT_DISCOUNT_QUANTITY, COMMITMENT_DISCOUNT_UNIT);
    }

    private void names(FocusRow row) {
        for (List<FocusColumn> pair : PAIRS) {
            boolean absent = row.get(pair.getFirst()) == null;
            if (!pair.stream().allMatch(column -> (row.get(column) == null) == absent)) {
                findings.add(
                        FocusRule.F17,
                        row,
                        "not all of " + pair.stream().map(FocusColumn::header).toList() + " are there");
            }
        }
        String issuer = row.get(INVOICE_ISSUER_NAME);
        for (FocusColumn column : List.of(PROVIDER_NAME, SERVICE_PROVIDER_NAME)) {
            String provider = columns.contains(column) ? row.get(column) : issuer;
            if (issuer != null && !issuer.equals(provider)) {
                findings.add(FocusRule.F15, row, column.header() + " '" + provider + "' is not '" + issuer + "'");
            }
        }
        String detail = row.get(INVOICE_DETAIL_ID);
        String expected = row.get(INVOICE_ID) + "/"
                + String.valueOf(row.get(CHARGE_CATEGORY)).toLowerCase(Locale.ROOT);
        if (columns.contains(INVOICE_DETAIL_ID) && !expected.equals(detail)) {
            findings.add(FocusRule.F21, row, "InvoiceDetailId '" + detail + "' is not '" + expected + "'");
        }
        String currency = row.get(BILLING_CURRENCY);
        if (currency != null && !CURRENCIES.contains(currency)) {
            findings.add(FocusRule.F16, row, "BillingCurrency '" + currency + "' is not in ISO 4217");
        }
    }

    private void pair(FocusRule rule, FocusRow row, FocusColumn one, FocusColumn other) {
        @Nullable String first = row.get(one);
        if ((first == null) != (row.get(other) == null)) {
            findings.add(rule, row, one.header() + " and " + other.header() + " come together");
        }
    }
}

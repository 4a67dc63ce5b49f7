package io.wattledger.billing.focus;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules F1 to F23 over a whole file as it was delivered, written a second time from their words alone: what {@link FocusCheck}
 * lets through and should not shows here. Each rule counts what it looked at, so that none passes because nothing was there.
 */
final class FocusTableRules {

    private static final List<String> COSTS = List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");

    private static final List<String> PRICED = List.of(
            "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingCategory", "SkuId", "SkuPriceId");

    private static final Pattern PRICE_ID = Pattern.compile("[^/]+/[^/]+(/[^/]+){2,3}");

    private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");

    private static final BigDecimal OF_A_ROW = new BigDecimal("0.00001");

    private final FocusVersion version;
    private final FocusTable table;
    private final BusyMonth month;
    private final Map<String, String> types = new TreeMap<>();
    private FocusFindings found;

    FocusTableRules(FocusVersion version, FocusTable table, BusyMonth month, JsonNode metadata) {
        this.version = version;
        this.table = table;
        this.month = month;
        this.found = new FocusFindings(table);
        metadata.at("/Schema/0/ColumnDefinition")
                .forEach(column -> types.put(
                        column.get("ColumnName").asText(),
                        column.get("DataType").asText()));
    }

    FocusFindings.Verdict verdict(FocusRule rule) {
        found = new FocusFindings(table);
        FocusCellRules cells = new FocusCellRules(version, table, types, found);
        switch (rule) {
            case F1 -> cells.columns();
            case F2 -> cells.instants();
            case F3 -> cells.decimals();
            case F4 -> cells.nulls();
            case F5 -> cells.objects();
            case F6 -> products();
            case F7 -> roundings();
            case F8 -> sums();
            case F9 -> prices();
            case F10 -> consumption();
            case F11 ->
                found.each(
                        row -> FocusFindings.is(row, "ChargeCategory", "Credit") && row.get("ListUnitPrice") == null,
                        row -> COSTS.stream().map(row::get).distinct().count() == 1 ? null : "has several costs");
            case F12 -> commitments();
            case F13 -> corrections();
            case F14 -> {
                oneEach("SkuPriceId", "SkuId");
                oneEach("ServiceName", "ServiceCategory");
            }
            case F15 -> found.each(row -> true, this::issuer);
            case F16 -> found.each(row -> true, this::currency);
            case F17 ->
                Map.of("RegionId", "RegionName", "SubAccountId", "SubAccountName", "ResourceId", "ResourceType")
                        .forEach((one, other) -> found.each(
                                row -> row.containsKey(one) || row.containsKey(other),
                                row -> row.containsKey(one) && row.containsKey(other) ? null : one + " or " + other));
            case F18 ->
                found.each(
                        row -> true,
                        row -> month.document(row).buyer().equals(row.get("BillingAccountName"))
                                ? null
                                : "has another name");
            case F19 -> metadata();
            case F20 -> delivered();
            case F21 -> details();
            case F22 -> natives();
            case F23 -> found.each(row -> row.containsKey("SkuPriceId"), this::priceList);
        }
        return found.verdict();
    }

    private void products() {
        Map.of("ListUnitPrice", "ListCost", "ContractedUnitPrice", "ContractedCost")
                .forEach((price, cost) -> found.each(
                        row -> row.containsKey(price) && !FocusFindings.correction(row),
                        row -> FocusFindings.number(row, price)
                                                .multiply(FocusFindings.number(row, "PricingQuantity"))
                                                .compareTo(FocusFindings.number(row, cost))
                                        == 0
                                ? null
                                : price + " times PricingQuantity is not " + cost));
    }

    private void roundings() {
        Map<String, BigDecimal> billed = new TreeMap<>();
        Map<String, BigDecimal> unrounded = new TreeMap<>();
        found.each(row -> row.containsKey("x_InvoiceLine"), row -> {
            String charge = row.get("x_ChargeId").replaceAll("/credit$", "");
            billed.merge(charge, FocusFindings.number(row, "BilledCost"), BigDecimal::add);
            String said = row.get("x_UnroundedAmount");
            if (said != null && row.containsKey("x_RatedRecord")) {
                unrounded.put(charge, new BigDecimal(said));
            }
            return null;
        });
        unrounded.forEach((charge, amount) -> {
            if (amount.subtract(billed.get(charge)).abs().compareTo(OF_A_ROW) > 0) {
                found.broken(charge + " is billed " + billed.get(charge) + ", was rated " + amount);
            }
        });
        for (BusyMonth.Document document : month.documents()) {
            List<Map<String, String>> adjustments = rows(document).stream()
                    .filter(row -> FocusFindings.is(row, "ChargeCategory", "Adjustment"))
                    .toList();
            BigDecimal most = HALF_A_CENT
                    .multiply(BigDecimal.valueOf(document.roundings()))
                    .add(OF_A_ROW.multiply(BigDecimal.valueOf(rows(document).size())));
            found.looked(adjustments.size());
            if (adjustments.size() > 1
                    || adjustments.stream()
                            .anyMatch(row -> FocusFindings.number(row, "BilledCost")
                                            .abs()
                                            .compareTo(most)
                                    > 0)) {
                found.broken(document.number() + " has adjustments " + adjustments);
            }
        }
    }

    private void sums() {
        for (BusyMonth.Document document : month.documents()) {
            found.looked(1);
            BigDecimal billed = table.sum("BilledCost", row -> FocusFindings.is(row, "InvoiceId", document.number()));
            if (billed.compareTo(document.payable()) != 0) {
                found.broken(document.number() + " adds up to " + billed + ", payable is " + document.payable());
            }
        }
    }

    private void prices() {
        found.each(
                row -> (FocusFindings.is(row, "ChargeCategory", "Usage")
                                || FocusFindings.is(row, "ChargeCategory", "Purchase"))
                        && !FocusFindings.correction(row),
                row -> row.keySet().containsAll(PRICED)
                                && FocusFindings.number(row, "ListUnitPrice").signum() >= 0
                                && FocusFindings.number(row, "ContractedUnitPrice")
                                                .signum()
                                        >= 0
                        ? null
                        : "has no price");
        found.each(
                row -> FocusFindings.is(row, "ChargeCategory", "Tax"),
                row -> PRICED.stream().filter(row::containsKey).findFirst().orElse(null));
    }

    private void consumption() {
        found.each(row -> true, row -> {
            boolean consumes = FocusFindings.is(row, "ChargeCategory", "Usage")
                    && !FocusFindings.is(row, "CommitmentDiscountStatus", "Unused")
                    && !FocusFindings.correction(row);
            return row.containsKey("ConsumedQuantity") == consumes && row.containsKey("ConsumedUnit") == consumes
                    ? null
                    : "consumes";
        });
    }

    private void commitments() {
        Map<String, BigDecimal> bought = new TreeMap<>();
        Map<String, BigDecimal> used = new TreeMap<>();
        Set<String> unused = new TreeSet<>();
        found.each(row -> row.containsKey("CommitmentDiscountId"), row -> {
            String id = row.get("BillingAccountId") + " " + row.get("CommitmentDiscountId");
            boolean purchase = FocusFindings.is(row, "ChargeCategory", "Purchase");
            (purchase ? bought : used)
                    .merge(id, FocusFindings.number(row, purchase ? "BilledCost" : "EffectiveCost"), BigDecimal::add);
            if (FocusFindings.is(row, "CommitmentDiscountStatus", "Unused")) {
                unused.add(id);
            }
            return FocusFindings.number(row, purchase ? "EffectiveCost" : "BilledCost")
                                    .signum()
                            == 0
                    ? null
                    : "costs twice";
        });
        bought.forEach((id, billed) -> {
            if (billed.compareTo(used.getOrDefault(id, BigDecimal.ZERO)) != 0 || !unused.contains(id)) {
                found.broken(id + " was bought for " + billed + " and used for " + used.get(id));
            }
        });
    }

    private void corrections() {
        found.each(FocusFindings::correction, row -> {
            if (row.get("ChargePeriodEnd").compareTo(row.get("BillingPeriodStart")) > 0) {
                return "corrects its own billing period";
            }
            return row.get("InvoiceId").equals(row.get("x_CorrectsInvoice")) ? "corrects itself" : null;
        });
        found.each(
                row -> row.containsKey("x_CorrectsInvoice"),
                row -> FocusFindings.correction(row) ? null : "names what it corrects and is no correction");
    }

    private void oneEach(String key, String value) {
        Map<String, String> known = new HashMap<>();
        found.each(row -> row.containsKey(key), row -> {
            String before = known.putIfAbsent(row.get(key), row.get(value));
            return before == null || before.equals(row.get(value)) ? null : value + " was " + before;
        });
    }

    private @Nullable String issuer(Map<String, String> row) {
        String provider = row.get(version == FocusVersion.V1_2 ? "ProviderName" : "ServiceProviderName");
        return row.get("InvoiceIssuerName").equals(provider) ? null : "is provided by " + provider;
    }

    private @Nullable String currency(Map<String, String> row) {
        String code = row.get("BillingCurrency");
        boolean known = Currency.getAvailableCurrencies().contains(Currency.getInstance(code));
        return known && code.equals(month.document(row).currency()) ? null : "is in " + code;
    }

    private void metadata() {
        found.looked(table.header().size());
        if (!types.keySet().equals(new TreeSet<>(table.header()))) {
            found.broken("metadata describe " + types.keySet());
        }
    }

    private void delivered() {
        Set<String> seen = new HashSet<>();
        found.each(row -> true, row -> seen.add(row.get("x_ChargeId")) ? null : "is there twice");
    }

    private void details() {
        for (Map<String, String> detail : month.details().rows()) {
            found.looked(1);
            BigDecimal rows = table.sum(
                    "BilledCost",
                    row -> FocusFindings.is(row, "InvoiceId", detail.get("InvoiceId"))
                            && FocusFindings.is(row, "ChargeCategory", detail.get("ChargeCategory"))
                            && (version == FocusVersion.V1_2
                                    || FocusFindings.is(row, "InvoiceDetailId", detail.get("InvoiceDetailId"))));
            if (rows.compareTo(FocusFindings.number(detail, "BilledCost")) != 0
                    || !FocusFindings.is(detail, "InvoiceIssueStatus", "Issued")) {
                found.broken(detail + " has rows of " + rows);
            }
            String credited = month.document(detail).credits();
            if (!FocusFindings.is(
                    detail, "ReferenceInvoiceId", credited == null ? detail.get("InvoiceId") : credited)) {
                found.broken(detail + " does not name what it credits");
            }
        }
        BigDecimal all = month.details().sum("BilledCost", row -> true);
        if (all.compareTo(table.sum("BilledCost", row -> true)) != 0) {
            found.broken("details come to " + all);
        }
        found.each(
                row -> true,
                row -> month.periods().rows().stream()
                                .anyMatch(period -> Stream.of(
                                                "InvoiceIssuerName", "BillingPeriodStart", "BillingPeriodEnd")
                                        .allMatch(column -> FocusFindings.is(period, column, row.get(column))))
                        ? null
                        : "has no billing period");
    }

    /** Every charge that was rated and billed stands in the file with its own id and figures, and nothing else does. */
    private void natives() {
        Map<List<String>, Integer> expected = month.charges();
        found.each(
                row -> row.containsKey("x_RatedRecord")
                        && !row.get("x_ChargeId").endsWith("/credit"),
                row -> {
                    List<String> charge = BusyMonth.charge(
                            row.get("x_RatedRecord"),
                            row.get("x_Component"),
                            row.get("x_ComponentPart"),
                            row.get("x_UnroundedQuantity"),
                            row.get("x_UnroundedAmount"));
                    return expected.merge(charge, -1, Integer::sum) >= 0 ? null : "was not rated";
                });
        expected.forEach((charge, count) -> {
            if (count != 0) {
                found.broken(charge + " stands " + count + " times too few");
            }
        });
    }

    private @Nullable String priceList(Map<String, String> row) {
        String id = row.get("SkuPriceId");
        boolean listed = month.prices().contains(id) || id.contains("/commitment/");
        return PRICE_ID.matcher(id).matches() && listed ? null : id + " is in no price list";
    }

    private List<Map<String, String>> rows(BusyMonth.Document document) {
        return table.rows().stream()
                .filter(row -> FocusFindings.is(row, "InvoiceId", document.number()))
                .toList();
    }
}

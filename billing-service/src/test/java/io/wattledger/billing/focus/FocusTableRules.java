package io.wattledger.billing.focus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules F1 to F23 over a whole file as it was delivered, written a second time from their words alone: what {@link FocusCheck}
 * lets through and should not shows here. Each rule counts what it looked at, so that none passes because nothing was there.
 */
final class FocusTableRules {

    private static final String MANDATORY = "BilledCost BillingAccountId BillingAccountName BillingCurrency"
            + " BillingPeriodEnd BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargePeriodEnd"
            + " ChargePeriodStart ContractedCost EffectiveCost InvoiceIssuerName ListCost PricingQuantity PricingUnit"
            + " ServiceCategory ServiceName";
    private static final String OTHERS = "AvailabilityZone BillingAccountType CapacityReservationId"
            + " CapacityReservationStatus ChargeFrequency CommitmentDiscountCategory CommitmentDiscountId"
            + " CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType"
            + " CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedUnitPrice InvoiceId ListUnitPrice"
            + " PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost"
            + " PricingCurrencyListUnitPrice RegionId RegionName ResourceId ResourceName ResourceType"
            + " ServiceSubcategory SkuId SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType"
            + " Tags";
    private static final Set<String> NULLABLE =
            Set.of("BillingAccountName", "ChargeClass", "PricingQuantity", "PricingUnit");
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "ChargeCategory",
            Set.of("Usage", "Purchase", "Tax", "Credit", "Adjustment"),
            "ChargeClass",
            Set.of("Correction"),
            "ChargeFrequency",
            Set.of("One-Time", "Recurring", "Usage-Based"),
            "PricingCategory",
            Set.of("Standard", "Committed", "Dynamic", "Other"),
            "CommitmentDiscountCategory",
            Set.of("Spend", "Usage"),
            "CommitmentDiscountStatus",
            Set.of("Used", "Unused"),
            "CapacityReservationStatus",
            Set.of("Used", "Unused"));
    private static final List<String> COSTS = List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost");
    private static final List<String> PRICED = List.of(
            "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "PricingCategory", "SkuId", "SkuPriceId");
    private static final Set<String> DETAILS =
            Set.of("CoreCount", "GpuCount", "InstanceSeries", "InstanceType", "MemorySize", "DiskType");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Pattern PRICE_ID = Pattern.compile("[^/]+/[^/]+(/[^/]+){2,3}");
    private static final BigDecimal HALF_A_CENT = new BigDecimal("0.005");
    private static final BigDecimal OF_A_ROW = new BigDecimal("0.00001");
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    private final FocusVersion version;
    private final FocusTable table;
    private final BusyMonth month;
    private final Map<String, String> types = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private int looked;

    FocusTableRules(FocusVersion version, FocusTable table, BusyMonth month, JsonNode metadata) {
        this.version = version;
        this.table = table;
        this.month = month;
        metadata.at("/Schema/0/ColumnDefinition")
                .forEach(column -> types.put(
                        column.get("ColumnName").asText(),
                        column.get("DataType").asText()));
    }

    /**
     * What a rule says of the file.
     *
     * @param looked how many rows, documents or columns it is about
     * @param broken where it is broken
     */
    record Verdict(int looked, List<String> broken) {}

    Verdict verdict(FocusRule rule) {
        looked = 0;
        broken.clear();
        switch (rule) {
            case F1 -> columns();
            case F2 -> instants();
            case F3 -> typed("Decimal", NUMBER);
            case F4 -> nulls();
            case F5 -> objects();
            case F6 -> products();
            case F7 -> roundings();
            case F8 -> sums();
            case F9 -> prices();
            case F10 -> consumption();
            case F11 ->
                each(
                        row -> is(row, "ChargeCategory", "Credit") && row.get("ListUnitPrice") == null,
                        row -> COSTS.stream().map(row::get).distinct().count() == 1 ? null : "has several costs");
            case F12 -> commitments();
            case F13 -> corrections();
            case F14 -> {
                oneEach("SkuPriceId", "SkuId");
                oneEach("ServiceName", "ServiceCategory");
            }
            case F15 -> each(row -> true, this::issuer);
            case F16 -> each(row -> true, this::currency);
            case F17 ->
                Map.of("RegionId", "RegionName", "SubAccountId", "SubAccountName", "ResourceId", "ResourceType")
                        .forEach((one, other) -> each(
                                row -> row.containsKey(one) || row.containsKey(other),
                                row -> row.containsKey(one) && row.containsKey(other) ? null : one + " or " + other));
            case F18 ->
                each(
                        row -> true,
                        row -> month.document(row).buyer().equals(row.get("BillingAccountName"))
                                ? null
                                : "has another name");
            case F19 -> metadata();
            case F20 -> delivered();
            case F21 -> details();
            case F22 -> natives();
            case F23 -> each(row -> row.containsKey("SkuPriceId"), this::priceList);
        }
        return new Verdict(looked, List.copyOf(broken));
    }

    private void each(Predicate<Map<String, String>> which, Function<Map<String, String>, @Nullable String> fault) {
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

    private void columns() {
        List<String> provider = version == FocusVersion.V1_2
                ? List.of("ProviderName", "PublisherName")
                : List.of("HostProviderName", "ServiceProviderName");
        Set<String> mandatory = new TreeSet<>(List.of(MANDATORY.split(" ", -1)));
        mandatory.addAll(provider);
        Set<String> known = new TreeSet<>(mandatory);
        known.addAll(List.of(OTHERS.split(" ", -1)));
        if (version == FocusVersion.V1_4) {
            known.add("InvoiceDetailId");
        }
        boolean own = false;
        for (String column : table.header()) {
            own |= column.startsWith("x_");
            if (own ? !column.startsWith("x_") : !known.contains(column)) {
                broken.add("column " + column);
            }
        }
        mandatory.stream().filter(column -> !table.header().contains(column)).forEach(broken::add);
        each(row -> true, row -> {
            for (String column : mandatory) {
                if (!NULLABLE.contains(column) && row.get(column) == null) {
                    return column + " is NULL";
                }
            }
            return ALLOWED.entrySet().stream()
                    .filter(entry ->
                            row.containsKey(entry.getKey()) && !entry.getValue().contains(row.get(entry.getKey())))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        });
    }

    private void instants() {
        typed("Date/Time", INSTANT);
        for (String period : List.of("ChargePeriod", "BillingPeriod")) {
            each(row -> true, row -> {
                try {
                    Instant start = Instant.parse(row.get(period + "Start"));
                    return start.isBefore(Instant.parse(row.get(period + "End"))) ? null : period + " is empty";
                } catch (DateTimeParseException e) {
                    return e.getMessage();
                }
            });
        }
    }

    private void typed(String type, Pattern form) {
        each(
                row -> true,
                row -> types.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(type) && row.containsKey(entry.getKey()))
                        .filter(entry -> !form.matcher(row.get(entry.getKey())).matches())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null));
    }

    private void nulls() {
        Set<String> words = Set.of("null", "n/a", "na", "none", "nil", "-", "unknown", "not applicable");
        each(
                row -> true,
                row -> row.entrySet().stream()
                        .filter(cell -> cell.getValue().isBlank()
                                || words.contains(cell.getValue().strip().toLowerCase(Locale.ROOT)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null));
    }

    private void objects() {
        for (String column : List.of("Tags", "SkuPriceDetails")) {
            each(row -> row.containsKey(column), row -> {
                try {
                    JsonNode object = JSON.readTree(row.get(column));
                    if (!object.isObject()
                            || object.valueStream().anyMatch(value -> !value.isValueNode() || value.isNull())) {
                        return column + " is not a flat object";
                    }
                    return column.equals("Tags")
                                    || object.propertyStream()
                                            .allMatch(one -> DETAILS.contains(one.getKey())
                                                    || one.getKey().startsWith("x_"))
                            ? null
                            : column + " has a key without x_";
                } catch (IOException e) {
                    return e.getMessage();
                }
            });
        }
    }

    private void products() {
        Map.of("ListUnitPrice", "ListCost", "ContractedUnitPrice", "ContractedCost")
                .forEach((price, cost) -> each(
                        row -> row.containsKey(price) && !correction(row),
                        row -> number(row, price)
                                                .multiply(number(row, "PricingQuantity"))
                                                .compareTo(number(row, cost))
                                        == 0
                                ? null
                                : price + " times PricingQuantity is not " + cost));
    }

    private void roundings() {
        Map<String, BigDecimal> billed = new TreeMap<>();
        Map<String, BigDecimal> unrounded = new TreeMap<>();
        each(row -> row.containsKey("x_InvoiceLine"), row -> {
            String charge = row.get("x_ChargeId").replaceAll("/credit$", "");
            billed.merge(charge, number(row, "BilledCost"), BigDecimal::add);
            String said = row.get("x_UnroundedAmount");
            if (said != null && row.containsKey("x_RatedRecord")) {
                unrounded.put(charge, new BigDecimal(said));
            }
            return null;
        });
        unrounded.forEach((charge, amount) -> {
            if (amount.subtract(billed.get(charge)).abs().compareTo(OF_A_ROW) > 0) {
                broken.add(charge + " is billed " + billed.get(charge) + ", was rated " + amount);
            }
        });
        for (BusyMonth.Document document : month.documents()) {
            List<Map<String, String>> adjustments = rows(document).stream()
                    .filter(row -> is(row, "ChargeCategory", "Adjustment"))
                    .toList();
            BigDecimal most = HALF_A_CENT
                    .multiply(BigDecimal.valueOf(document.roundings()))
                    .add(OF_A_ROW.multiply(BigDecimal.valueOf(rows(document).size())));
            looked += adjustments.size();
            if (adjustments.size() > 1
                    || adjustments.stream()
                            .anyMatch(row -> number(row, "BilledCost").abs().compareTo(most) > 0)) {
                broken.add(document.number() + " has adjustments " + adjustments);
            }
        }
    }

    private void sums() {
        for (BusyMonth.Document document : month.documents()) {
            looked++;
            BigDecimal billed = table.sum("BilledCost", row -> is(row, "InvoiceId", document.number()));
            if (billed.compareTo(document.payable()) != 0) {
                broken.add(document.number() + " adds up to " + billed + ", payable is " + document.payable());
            }
        }
    }

    private void prices() {
        each(
                row -> (is(row, "ChargeCategory", "Usage") || is(row, "ChargeCategory", "Purchase"))
                        && !correction(row),
                row -> row.keySet().containsAll(PRICED)
                                && number(row, "ListUnitPrice").signum() >= 0
                                && number(row, "ContractedUnitPrice").signum() >= 0
                        ? null
                        : "has no price");
        each(
                row -> is(row, "ChargeCategory", "Tax"),
                row -> PRICED.stream().filter(row::containsKey).findFirst().orElse(null));
    }

    private void consumption() {
        each(row -> true, row -> {
            boolean consumes = is(row, "ChargeCategory", "Usage")
                    && !is(row, "CommitmentDiscountStatus", "Unused")
                    && !correction(row);
            return row.containsKey("ConsumedQuantity") == consumes && row.containsKey("ConsumedUnit") == consumes
                    ? null
                    : "consumes";
        });
    }

    private void commitments() {
        Map<String, BigDecimal> bought = new TreeMap<>();
        Map<String, BigDecimal> used = new TreeMap<>();
        Set<String> unused = new TreeSet<>();
        each(row -> row.containsKey("CommitmentDiscountId"), row -> {
            String id = row.get("BillingAccountId") + " " + row.get("CommitmentDiscountId");
            boolean purchase = is(row, "ChargeCategory", "Purchase");
            (purchase ? bought : used)
                    .merge(id, number(row, purchase ? "BilledCost" : "EffectiveCost"), BigDecimal::add);
            if (is(row, "CommitmentDiscountStatus", "Unused")) {
                unused.add(id);
            }
            return number(row, purchase ? "EffectiveCost" : "BilledCost").signum() == 0 ? null : "costs twice";
        });
        bought.forEach((id, billed) -> {
            if (billed.compareTo(used.getOrDefault(id, BigDecimal.ZERO)) != 0 || !unused.contains(id)) {
                broken.add(id + " was bought for " + billed + " and used for " + used.get(id));
            }
        });
    }

    private void corrections() {
        each(FocusTableRules::correction, row -> {
            if (row.get("ChargePeriodEnd").compareTo(row.get("BillingPeriodStart")) > 0) {
                return "corrects its own billing period";
            }
            return row.get("InvoiceId").equals(row.get("x_CorrectsInvoice")) ? "corrects itself" : null;
        });
        each(
                row -> row.containsKey("x_CorrectsInvoice"),
                row -> correction(row) ? null : "names what it corrects and is no correction");
    }

    private void oneEach(String key, String value) {
        Map<String, String> known = new HashMap<>();
        each(row -> row.containsKey(key), row -> {
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
        looked = table.header().size();
        if (!types.keySet().equals(new TreeSet<>(table.header()))) {
            broken.add("metadata describe " + types.keySet());
        }
    }

    private void delivered() {
        Set<String> seen = new HashSet<>();
        each(row -> true, row -> seen.add(row.get("x_ChargeId")) ? null : "is there twice");
    }

    private void details() {
        for (Map<String, String> detail : month.details().rows()) {
            looked++;
            BigDecimal rows = table.sum(
                    "BilledCost",
                    row -> is(row, "InvoiceId", detail.get("InvoiceId"))
                            && is(row, "ChargeCategory", detail.get("ChargeCategory"))
                            && (version == FocusVersion.V1_2
                                    || is(row, "InvoiceDetailId", detail.get("InvoiceDetailId"))));
            if (rows.compareTo(number(detail, "BilledCost")) != 0 || !is(detail, "InvoiceIssueStatus", "Issued")) {
                broken.add(detail + " has rows of " + rows);
            }
            String credited = month.document(detail).credits();
            if (!is(detail, "ReferenceInvoiceId", credited == null ? detail.get("InvoiceId") : credited)) {
                broken.add(detail + " does not name what it credits");
            }
        }
        BigDecimal all = month.details().sum("BilledCost", row -> true);
        if (all.compareTo(table.sum("BilledCost", row -> true)) != 0) {
            broken.add("details come to " + all);
        }
        each(
                row -> true,
                row -> month.periods().rows().stream()
                                .anyMatch(period -> Stream.of(
                                                "InvoiceIssuerName", "BillingPeriodStart", "BillingPeriodEnd")
                                        .allMatch(column -> is(period, column, row.get(column))))
                        ? null
                        : "has no billing period");
    }

    /** Every charge that was rated and billed stands in the file with its own id and figures, and nothing else does. */
    private void natives() {
        Map<List<String>, Integer> expected = month.charges();
        each(row -> row.containsKey("x_RatedRecord") && !row.get("x_ChargeId").endsWith("/credit"), row -> {
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
                broken.add(charge + " stands " + count + " times too few");
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
                .filter(row -> is(row, "InvoiceId", document.number()))
                .toList();
    }

    private static boolean correction(Map<String, String> row) {
        return is(row, "ChargeClass", "Correction");
    }

    private static boolean is(Map<String, String> row, String column, String value) {
        return value.equals(row.get(column));
    }

    private static BigDecimal number(Map<String, String> row, String column) {
        return new BigDecimal(row.get(column));
    }
}

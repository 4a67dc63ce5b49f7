package io.wattledger.billing.focus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of {@link FocusTableRules} that a cell keeps or breaks by itself: F1 to F5. */
final class FocusCellRules {

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

    private static final Set<String> DETAILS =
            Set.of("CoreCount", "GpuCount", "InstanceSeries", "InstanceType", "MemorySize", "DiskType");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, true);

    private final FocusVersion version;
    private final FocusTable table;
    private final Map<String, String> types;
    private final FocusFindings found;

    FocusCellRules(FocusVersion version, FocusTable table, Map<String, String> types, FocusFindings found) {
        this.version = version;
        this.table = table;
        this.types = types;
        this.found = found;
    }

    void columns() {
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
                found.broken("column " + column);
            }
        }
        mandatory.stream().filter(column -> !table.header().contains(column)).forEach(found::broken);
        found.each(row -> true, row -> {
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

    void instants() {
        typed("Date/Time", INSTANT);
        for (String period : List.of("ChargePeriod", "BillingPeriod")) {
            found.each(row -> true, row -> {
                try {
                    Instant start = Instant.parse(row.get(period + "Start"));
                    return start.isBefore(Instant.parse(row.get(period + "End"))) ? null : period + " is empty";
                } catch (DateTimeParseException e) {
                    return e.getMessage();
                }
            });
        }
    }

    void decimals() {
        typed("Decimal", NUMBER);
    }

    private void typed(String type, Pattern form) {
        found.each(
                row -> true,
                row -> types.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(type) && row.containsKey(entry.getKey()))
                        .filter(entry -> !form.matcher(row.get(entry.getKey())).matches())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null));
    }

    void nulls() {
        Set<String> words = Set.of("null", "n/a", "na", "none", "nil", "-", "unknown", "not applicable");
        found.each(
                row -> true,
                row -> row.entrySet().stream()
                        .filter(cell -> cell.getValue().isBlank()
                                || words.contains(cell.getValue().strip().toLowerCase(Locale.ROOT)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(null));
    }

    void objects() {
        for (String column : List.of("Tags", "SkuPriceDetails")) {
            found.each(row -> row.containsKey(column), row -> {
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
}

package io.wattledger.billing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattledger.billing.invoice.Invoice;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules F1 to F11 and F14 to F17 of the suite's conventions, each as a test over a month with every kind of charge. */
class FocusExportTest {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    private static final Set<String> MANDATORY = Set.of(
            "BilledCost",
            "BillingAccountId",
            "BillingAccountName",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "ChargeClass",
            "ChargeDescription",
            "ChargePeriodEnd",
            "ChargePeriodStart",
            "ContractedCost",
            "EffectiveCost",
            "InvoiceIssuerName",
            "ListCost",
            "PricingQuantity",
            "PricingUnit",
            "ProviderName",
            "PublisherName",
            "ServiceCategory",
            "ServiceName");
    private static final List<Invoice> INVOICES = List.of(
            AnInvoice.norwegian().withAMonthOfUsage("24.90", "0.4128371").build(),
            AnInvoice.british().withAMonthOfUsage("1.95", "0.0871234567890123").build(),
            AnInvoice.toGermanAuthority()
                    .numbered("NO26-000043")
                    .withAMonthOfUsage("2.20", "0.0353")
                    .build());
    private static List<NamedCsvRecord> rows;

    @BeforeAll
    static void export() throws IOException {
        rows = export(INVOICES).rows();
    }

    static CsvTable export(List<Invoice> invoices) throws IOException {
        StringWriter text = new StringWriter();
        FocusExport.write(invoices, text);
        return CsvTable.read(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void f1HasAllMandatoryColumnsAndOursLast() {
        assertThat(FocusExport.columns()).containsAll(MANDATORY).doesNotHaveDuplicates();
        int first = FocusExport.columns().indexOf("x_InvoiceLine");
        assertThat(FocusExport.columns().subList(0, first)).allMatch(name -> name.matches("[A-Z][A-Za-z]+"));
        assertThat(FocusExport.columns().subList(first, FocusExport.columns().size()))
                .allMatch(name -> name.startsWith("x_"));
    }

    @Test
    void f1UsesOnlyNamesAndValuesOfTheSpecification() throws IOException {
        Path columns =
                Path.of(System.getProperty("wattledger.root", ".."), "..", "shared", "focus", "columns-1.2.json");
        assumeTrue(Files.exists(columns), "the column list of FOCUS 1.2 does not lie beside the project");
        JsonNode specified = new ObjectMapper().readTree(columns.toFile()).path("columns");
        for (String name : FocusExport.columns()) {
            JsonNode column = specified.path(name);
            assertThat(name.startsWith("x_") || !column.isMissingNode())
                    .as(name)
                    .isTrue();
            Set<String> allowed = new HashSet<>();
            column.path("allowed").forEach(value -> allowed.add(value.textValue()));
            boolean nullable =
                    name.startsWith("x_") || column.path("allowsNulls").asText().equals("True");
            for (NamedCsvRecord row : rows) {
                String value = row.getField(name);
                assertThat(nullable || !value.isEmpty()).as(name + " is null").isTrue();
                assertThat(allowed.isEmpty() || value.isEmpty() || allowed.contains(value))
                        .as(name + " " + value)
                        .isTrue();
            }
        }
    }

    @Test
    void f2WritesInstantsInUtcAndPeriodsForward() {
        for (NamedCsvRecord row : rows) {
            for (String period : List.of("BillingPeriod", "ChargePeriod")) {
                String start = row.getField(period + "Start");
                String end = row.getField(period + "End");
                assertThat(start).matches(INSTANT);
                assertThat(end).matches(INSTANT);
                assertThat(Instant.parse(start)).isBefore(Instant.parse(end));
            }
        }
    }

    @Test
    void f3AndF4WriteNumbersPlainlyAndNullAsNothing() {
        for (NamedCsvRecord row : rows) {
            row.getFieldsAsMap().forEach((name, value) -> {
                if (name.matches(".*(Cost|Quantity|UnitPrice)$") && !value.isEmpty()) {
                    assertThat(value).as(name).matches(NUMBER);
                }
                assertThat(value).as(name).doesNotMatch("(?i)\\s+|null|n/a|not applicable");
            });
        }
    }

    @Test
    void f6CostsAreUnitPriceTimesQuantityExactly() {
        for (NamedCsvRecord row : rows) {
            if (!row.getField("ListUnitPrice").isEmpty()) {
                BigDecimal quantity = decimal(row, "PricingQuantity");
                assertThat(decimal(row, "ListUnitPrice").multiply(quantity))
                        .isEqualByComparingTo(decimal(row, "ListCost"));
                assertThat(decimal(row, "ContractedUnitPrice").multiply(quantity))
                        .isEqualByComparingTo(decimal(row, "ContractedCost"));
            }
        }
    }

    @Test
    void f7AndF8AddUpToThePayableAmountPerInvoice() {
        for (Invoice invoice : INVOICES) {
            BigDecimal billed = new CsvTable(rows)
                    .sum(
                            "BilledCost",
                            row -> row.getField("InvoiceId")
                                    .equals(invoice.heading().number()));
            assertThat(billed).isEqualByComparingTo(invoice.totals().payable().amount());
            assertThat(rows.stream()
                            .filter(row -> row.getField("InvoiceId")
                                    .equals(invoice.heading().number()))
                            .map(row -> row.getField("BillingCurrency"))
                            .distinct())
                    .containsExactly(invoice.heading().currency().getCurrencyCode());
        }
        assertThat(rows.stream().filter(row -> category(row, "Adjustment"))).hasSize(3);
    }

    @Test
    void f9AndF10FillPricesAndConsumptionOfUsageOnly() {
        List<String> priced = List.of(
                "ListUnitPrice",
                "ContractedUnitPrice",
                "SkuId",
                "SkuMeter",
                "SkuPriceId",
                "PricingCategory",
                "PricingQuantity",
                "PricingUnit",
                "ConsumedQuantity",
                "ConsumedUnit");
        for (NamedCsvRecord row : rows) {
            for (String name : priced) {
                assertThat(row.getField(name).isEmpty())
                        .as(row.getField("x_ChargeId") + " " + name)
                        .isEqualTo(!category(row, "Usage"));
            }
            if (category(row, "Usage")) {
                assertThat(decimal(row, "ListUnitPrice")).isNotNegative();
            }
        }
    }

    @Test
    void f11CreditsHaveOneCost() {
        List<NamedCsvRecord> credits =
                rows.stream().filter(row -> category(row, "Credit")).toList();
        assertThat(credits).hasSize(3);
        for (NamedCsvRecord row : credits) {
            assertThat(decimal(row, "BilledCost")).isNegative();
            assertThat(Stream.of(
                                    row.getField("BilledCost"),
                                    row.getField("EffectiveCost"),
                                    row.getField("ListCost"),
                                    row.getField("ContractedCost"))
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void f14GivesEachPriceOneSkuAndEachServiceOneCategory() {
        assertOneToOne("SkuPriceId", "SkuId");
        assertOneToOne("ServiceName", "ServiceCategory");
        assertOneToOne("SkuId", "SkuMeter");
    }

    @Test
    void f15IssuerAndProviderAreTheSame() {
        assertThat(rows).allMatch(row -> row.getField("InvoiceIssuerName").equals(row.getField("ProviderName")));
    }

    @Test
    void f17NamesComeWithIds() {
        assertThat(rows)
                .allMatch(row -> both(row, "RegionId", "RegionName")
                        && both(row, "SubAccountId", "SubAccountName")
                        && both(row, "SubAccountId", "SubAccountType"));
    }

    @Test
    void f20GivesEachChargeItsOwnId() {
        assertThat(rows.stream().map(row -> row.getField("x_ChargeId"))).doesNotHaveDuplicates();
    }

    @Test
    void taxRowsFollowTheVatBreakdown() {
        assertThat(rows.stream().filter(row -> category(row, "Tax")).map(row -> row.getField("InvoiceId")))
                .containsExactly("NO26-000042", "GB26-000007");
    }

    @Test
    void keepsGpuSecondsExact() {
        BigDecimal seconds = new CsvTable(rows)
                .sum(
                        "ConsumedQuantity",
                        row -> row.getField("ConsumedUnit").equals("GPU-Seconds")
                                && row.getField("InvoiceId").equals("GB26-000007"));
        assertThat(seconds).isEqualByComparingTo("12216015091.001");
    }

    private static void assertOneToOne(String key, String value) {
        Map<String, String> seen = new HashMap<>();
        for (NamedCsvRecord row : rows) {
            if (!row.getField(key).isEmpty()) {
                String before = seen.putIfAbsent(row.getField(key), row.getField(value));
                assertThat(before == null || before.equals(row.getField(value)))
                        .as(row.getField(key))
                        .isTrue();
            }
        }
    }

    private static boolean both(NamedCsvRecord row, String one, String other) {
        return row.getField(one).isEmpty() == row.getField(other).isEmpty();
    }

    private static boolean category(NamedCsvRecord row, String category) {
        return row.getField("ChargeCategory").equals(category);
    }

    private static BigDecimal decimal(NamedCsvRecord row, String column) {
        return new BigDecimal(row.getField(column));
    }
}

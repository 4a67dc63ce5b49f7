package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wattledger.billing.account.Resold;
import io.wattledger.billing.document.CsvTable;
import io.wattledger.billing.focus.FocusFile.Source;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A month with every kind of charge, a credit note of each kind and the next invoice, as FOCUS has them. */
class FocusExportTest {

    private static final List<Source> ALL =
            List.of(AMonth.invoice(), AMonth.voided(), AMonth.creditOf("1000.01"), AMonth.nextInvoice());

    /** Where each member of a rated record and its charges stands (F22). */
    private static final Map<String, String> NATIVE = Map.ofEntries(
            Map.entry("tenant", "BillingAccountId"),
            Map.entry("project", "SubAccountId"),
            Map.entry("site", "RegionId"),
            Map.entry("sku", "SkuPriceId"),
            Map.entry("periodStart", "ChargePeriodStart"),
            Map.entry("periodEnd", "ChargePeriodEnd"),
            Map.entry("siteDate", "x_SiteDate"),
            Map.entry("contract", "x_Contract"),
            Map.entry("tariff", "x_Tariff"),
            Map.entry("tariffVersion", "x_TariffVersion"),
            Map.entry("currency", "BillingCurrency"),
            Map.entry("milliGpuSeconds", "x_GpuSeconds"),
            Map.entry("estimatedMilliGpuSeconds", "x_EstimatedGpuSeconds"),
            Map.entry("gaps", "x_Gaps"),
            Map.entry("carbon", "x_LocationBasedCo2eGrams"),
            Map.entry("overrides", "x_Overrides"),
            Map.entry("charges", "x_ChargeId"),
            Map.entry("component", "x_Component"),
            Map.entry("part", "x_ComponentPart"),
            Map.entry("kind", "x_ChargeKind"),
            Map.entry("description", "ChargeDescription"),
            Map.entry("quantity", "x_UnroundedQuantity"),
            Map.entry("unit", "PricingUnit"),
            Map.entry("unitPrice", "x_TariffUnitPrice"),
            Map.entry("amount", "x_UnroundedAmount"),
            Map.entry("itMillijoules", "x_ItEnergyKwh"),
            Map.entry("estimatedMillijoules", "x_EstimatedItEnergyKwh"),
            Map.entry("documents", "x_PriceDocuments"));

    @ParameterizedTest
    @EnumSource(FocusVersion.class)
    void aMonthWithEveryKindOfChargeKeepsEveryRuleAndAddsUpToEachDocument(FocusVersion version) {
        CsvTable table = FocusFile.csv(version, ALL);

        for (Source source : ALL) {
            String number = source.document().number();
            assertThat(table.sum("BilledCost", row -> row.getField("InvoiceId").equals(number)))
                    .as(number)
                    .isEqualByComparingTo(source.document().payable());
        }
        assertThat(table.rows().stream()
                        .map(row -> row.getField("x_ChargeKind"))
                        .filter(kind -> !kind.isEmpty())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ChargeKind.values()).map(Enum::name).toList());
        assertThat(table.rows().stream().map(row -> row.getField("ChargeCategory")))
                .contains("Usage", "Purchase", "Tax", "Credit", "Adjustment");
    }

    @Test
    void hasOneRowPerChargeAndChargePeriod() {
        CsvTable table = FocusFile.csv(FocusVersion.V1_2, List.of(AMonth.invoice()));

        List<NamedCsvRecord> energy = table.rows().stream()
                .filter(row -> row.getField("x_Component").equals("energy"))
                .filter(row -> row.getField("ChargeCategory").equals("Usage"))
                .toList();
        assertThat(energy).hasSize(9);
        assertThat(energy.getFirst().getField("ChargePeriodStart")).isEqualTo("2026-09-30T22:00:00Z");
        assertThat(energy.getFirst().getField("ChargePeriodEnd")).isEqualTo("2026-10-01T22:00:00Z");
        assertThat(energy.getFirst().getField("PricingCategory")).isEqualTo("Dynamic");
        // Energy at a negative price is energy for nothing and a credit beside it.
        assertThat(table.rows().stream()
                        .filter(row -> row.getField("x_ChargeId").endsWith("/credit")))
                .hasSize(3)
                .allMatch(row -> new BigDecimal(row.getField("BilledCost")).signum() < 0);
    }

    /** As the shared rules for DuckDB reckon: DECIMAL(18,9) times DECIMAL(18,9) against DECIMAL(38,12). */
    @Test
    void readersWithNineDecimalsFindTheCostWhereAPriceHasUpToFour() {
        CsvTable table = FocusFile.csv(FocusVersion.V1_2, List.of(AMonth.invoice()));

        List<NamedCsvRecord> off = table.rows().stream()
                .filter(row -> !row.getField("ListUnitPrice").isEmpty())
                .filter(row -> number(row, "ListUnitPrice", 9)
                                .multiply(number(row, "PricingQuantity", 9))
                                .compareTo(number(row, "ListCost", 12))
                        != 0)
                .toList();

        // Energy at prices of seven and of fourteen decimals; docs/focus.md says why they stay as they are.
        assertThat(off).hasSize(6).allMatch(row -> row.getField("x_Component").equals("energy"));
    }

    private static BigDecimal number(NamedCsvRecord row, String column, int decimals) {
        return new BigDecimal(row.getField(column)).setScale(decimals, RoundingMode.HALF_UP);
    }

    @Test
    void gpuSecondsAddUpExactly() {
        CsvTable table = FocusFile.csv(FocusVersion.V1_2, List.of(AMonth.invoice()));
        BigDecimal used = AMonth.usage().stream()
                .map(usage -> BigDecimal.valueOf(usage.milliGpuSeconds(), 3))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(table.sum(
                        "x_GpuSeconds", row -> !row.getField("x_GpuSeconds").isEmpty()))
                .isEqualByComparingTo(used);
        BigDecimal estimated = AMonth.usage().stream()
                .filter(usage -> usage.estimatedMilliGpuSeconds() != null)
                .map(usage -> BigDecimal.valueOf(usage.estimatedMilliGpuSeconds(), 3))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(table.sum(
                        "x_EstimatedGpuSeconds",
                        row -> !row.getField("x_EstimatedGpuSeconds").isEmpty()))
                .isEqualByComparingTo(estimated)
                .isPositive();
    }

    @Test
    void reservedCapacityIsBilledWhereItIsBoughtAndHasItsEffectWhereItIsUsed() {
        CsvTable table = FocusFile.csv(FocusVersion.V1_2, List.of(AMonth.invoice()));

        Map<String, NamedCsvRecord> rows = new HashMap<>();
        for (NamedCsvRecord row : table.rows()) {
            if (!row.getField("CommitmentDiscountId").isEmpty()) {
                rows.put(row.getField("ChargeCategory") + row.getField("CommitmentDiscountStatus"), row);
            }
        }
        assertThat(rows.keySet()).containsExactlyInAnyOrder("Purchase", "UsageUsed", "UsageUnused");
        NamedCsvRecord bought = rows.get("Purchase");
        assertThat(bought.getField("EffectiveCost")).isEqualTo("0");
        assertThat(new BigDecimal(bought.getField("BilledCost"))).isEqualByComparingTo("22503.703702032");
        assertThat(rows.get("UsageUsed").getField("BilledCost")).isEqualTo("0");
        assertThat(new BigDecimal(rows.get("UsageUsed").getField("EffectiveCost"))
                        .add(new BigDecimal(rows.get("UsageUnused").getField("EffectiveCost"))))
                .isEqualByComparingTo("22503.703702032");
    }

    /** A reseller's invoice bills the same reservation of two tenants. */
    @Test
    void reservedCapacityOfATenantIsNotThatOfAnotherOnTheInvoiceOfTheirReseller() {
        List<RatedUsage> usage = Stream.of("one", "two")
                .map(tenant -> new Resold(tenant, tenant, Instant.EPOCH, null, "havvik", "c-2026"))
                .flatMap(resold -> AMonth.usage().stream().map(resold::billed))
                .toList();
        FocusDocument document =
                FocusDocument.invoice(AMonth.draft(usage).numbered(AMonth.NUMBER, LocalDate.of(2026, 11, 2)));
        CsvTable table = FocusFile.csv(FocusVersion.V1_2, List.of(new Source(document, usage)));

        List<String> unused = table.rows().stream()
                .filter(row -> row.getField("CommitmentDiscountStatus").equals("Unused"))
                .map(row -> row.getField("SubAccountId") + " " + row.getField("CommitmentDiscountId") + " "
                        + row.getField("CommitmentDiscountQuantity"))
                .toList();
        assertThat(unused)
                .containsExactly(
                        "one › - one/nordic/reserved/narvik/h100-sxm 1088",
                        "two › - two/nordic/reserved/narvik/h100-sxm 1088");
    }

    @Test
    void whatIsIssuedLaterLeavesTheExportedMonthAsItWas() {
        assertThat(AMonth.invoice().document().billingMonth()).isEqualTo(YearMonth.of(2026, 10));
        assertThat(AMonth.voided().document().billingMonth()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(AMonth.creditOf("1").document().billingMonth()).isEqualTo(YearMonth.of(2027, 1));
        List<NamedCsvRecord> corrections =
                FocusFile.csv(FocusVersion.V1_2, List.of(AMonth.nextInvoice())).rows().stream()
                        .filter(row -> row.getField("ChargeClass").equals("Correction"))
                        .toList();

        assertThat(corrections).isNotEmpty().allSatisfy(row -> {
            assertThat(row.getField("BillingPeriodStart")).isEqualTo("2026-10-31T23:00:00Z");
            assertThat(row.getField("ChargePeriodStart")).isLessThan("2026-10-31T23:00:00Z");
            assertThat(row.getField("x_CorrectsInvoice")).isEqualTo(AMonth.NUMBER);
        });
    }

    @ParameterizedTest
    @EnumSource(FocusVersion.class)
    void metadataDescribeTheFile(FocusVersion version) throws IOException {
        List<String> header = FocusFile.csv(version, List.of(AMonth.invoice()))
                .rows()
                .getFirst()
                .getHeader();

        assertThat(DescribedColumns.of(FocusDataset.COST_AND_USAGE, version)).isEqualTo(header);
    }

    @Test
    void versionsNameTheProviderInColumnsOfTheirOwn() {
        List<String> older = FocusColumn.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_2).stream()
                .map(FocusColumn::header)
                .toList();
        List<String> newer = FocusColumn.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_4).stream()
                .map(FocusColumn::header)
                .toList();

        assertThat(older)
                .contains("ProviderName", "PublisherName")
                .doesNotContain("HostProviderName", "ServiceProviderName", "InvoiceDetailId");
        assertThat(newer)
                .contains("HostProviderName", "ServiceProviderName", "InvoiceDetailId")
                .doesNotContain("ProviderName", "PublisherName");
        assertThat(older.subList(older.indexOf("x_ChargeId"), older.size())).allMatch(name -> name.startsWith("x_"));
        assertThat(older.subList(0, older.indexOf("x_ChargeId"))).allMatch(name -> name.matches("[A-Z][A-Za-z]+"));
    }

    @Test
    void everyMemberOfARatedRecordStandsInAColumn() {
        // But its revision, which depends on how usage came: the same usage must give the same bytes.
        List<String> members = Stream.of(RatedUsage.class, Charge.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("revision"))
                .distinct()
                .toList();
        List<String> columns = FocusColumn.of(FocusDataset.COST_AND_USAGE, FocusVersion.V1_4).stream()
                .map(FocusColumn::header)
                .toList();

        assertThat(members).allSatisfy(member -> assertThat(columns).contains(NATIVE.get(member)));
    }

    @Test
    void invoiceDetailsAddUpToTheRowsThatNameThem() {
        CsvTable rows = FocusFile.csv(FocusVersion.V1_4, ALL);
        CsvTable details = CsvTable.read(FocusFile.write(
                FocusVersion.V1_4,
                ALL,
                out -> new InvoiceDetails(new FocusCsv(FocusDataset.INVOICE_DETAIL, FocusVersion.V1_4, out))));

        assertThat(details.rows()).hasSizeGreaterThan(8);
        for (NamedCsvRecord detail : details.rows()) {
            String id = detail.getField("InvoiceDetailId");
            assertThat(rows.sum(
                            "BilledCost", row -> row.getField("InvoiceDetailId").equals(id)))
                    .as(id)
                    .isEqualByComparingTo(detail.getField("BilledCost"));
        }
        for (Source source : ALL) {
            String number = source.document().number();
            assertThat(details.sum(
                            "BilledCost", row -> row.getField("InvoiceId").equals(number)))
                    .isEqualByComparingTo(source.document().payable());
        }
        assertThat(details.rows().stream()
                        .filter(row -> row.getField("InvoiceId").equals("NO26-000043"))
                        .map(row -> row.getField("ReferenceInvoiceId")))
                .containsOnly(AMonth.NUMBER);
    }
}

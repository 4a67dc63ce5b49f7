package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.quarkus.test.junit.QuarkusTest;
import io.wattledger.billing.Books;
import io.wattledger.chassis.testing.WithSuite;
import io.wattledger.contracts.message.ChargeKind;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole month through the running service, and each rule of FOCUS held against each file of it. */
@QuarkusTest
@WithSuite
class BusyMonthTest {

    /** Issued once for all tests, which only read. */
    private static @Nullable BusyMonth made;

    @Inject
    Books books;

    private BusyMonth month;

    @BeforeEach
    void make() {
        if (made == null) {
            made = new BusyMonth(books);
        }
        month = made;
    }

    @ParameterizedTest
    @EnumSource(FocusRule.class)
    void eachFileKeeps(FocusRule rule) {
        for (FocusVersion version : FocusVersion.values()) {
            JsonNode metadata = BusyMonth.metadata(version);
            for (String format : List.of("csv", "parquet")) {
                byte[] file = month.export(BusyMonth.MONTHS, version, "cost-and-usage", format);
                FocusTable table = format.equals("csv") ? FocusTable.csv(file) : FocusTable.parquet(file);
                FocusFindings.Verdict verdict = new FocusTableRules(version, table, month, metadata).verdict(rule);
                assertThat(verdict.broken()).as(version + " " + format).isEmpty();
                assertThat(verdict.looked()).as(version + " " + format).isPositive();
            }
        }
    }

    /** F8 to the cent by the documents themselves, of which there is each kind. */
    @Test
    void hasEveryKindOfDocumentAndCharge() {
        FocusTable table = FocusTable.csv(month.export(BusyMonth.MONTHS, FocusVersion.V1_4, "cost-and-usage", "csv"));

        // September; October, three of it of the split month; credit notes asked for; a note and an invoice.
        assertThat(month.documents()).hasSize(1 + 8 + 3 + 2);
        assertThat(month.documents().stream().filter(one -> one.credits() != null))
                .hasSize(4);
        assertThat(month.documents().stream().map(BusyMonth.Document::currency)).contains("NOK", "SEK");
        assertThat(table.rows().stream().map(row -> row.get("ChargeCategory")))
                .contains("Usage", "Purchase", "Tax", "Credit", "Adjustment");
        assertThat(table.rows().stream().map(row -> row.getOrDefault("x_ChargeKind", "")))
                .containsAll(Arrays.stream(ChargeKind.values()).map(Enum::name).toList());
        assertThat(table.rows().stream().map(row -> row.get("ChargeDescription")))
                .contains(
                        "Agreed ten",
                        "Agreed capped",
                        "Agreed fixed",
                        "Order 2026-7",
                        "Paid in advance",
                        "Reseller margin");
        assertThat(table.rows().stream().map(row -> row.getOrDefault("x_Component", "")))
                .contains("commitment/floor", "sla", "reserved");
        assertThat(table.rows().stream().map(row -> row.getOrDefault("SubAccountId", "")))
                .anyMatch(project -> project.endsWith(" › web"));
        assertThat(corrections(table)).contains("Usage", "Purchase", "Tax");
        assertThat(month.documents().stream().map(BusyMonth.Document::buyer))
                .contains("Havvik kommune", "Havvik og Sund kommune", "Nordmarked AS");
        assertThat(table.sum("BilledCost", row -> true))
                .isEqualByComparingTo(month.documents().stream()
                        .map(BusyMonth.Document::payable)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** F13 and F20: what was issued after it leaves October as it was, and the same file comes again. */
    @Test
    void leavesAnExportedMonthAsItWas() {
        assertThat(month.export("2026-10", FocusVersion.V1_4, "cost-and-usage", "csv"))
                .isEqualTo(month.octoberBefore());
        for (String format : List.of("csv", "parquet")) {
            assertThat(month.export(BusyMonth.MONTHS, FocusVersion.V1_2, "cost-and-usage", format))
                    .isEqualTo(month.export(BusyMonth.MONTHS, FocusVersion.V1_2, "cost-and-usage", format));
        }
    }

    @ParameterizedTest
    @EnumSource(FocusVersion.class)
    void saysTheSameInBothFormsInTheTypesOfItsMetadata(FocusVersion version) throws IOException {
        byte[] parquet = month.export(BusyMonth.MONTHS, version, "cost-and-usage", "parquet");
        FocusTable csv = FocusTable.csv(month.export(BusyMonth.MONTHS, version, "cost-and-usage", "csv"));
        FocusTable read = FocusTable.parquet(parquet);

        assertThat(read.header()).isEqualTo(csv.header());
        assertThat(read.rows()).hasSameSizeAs(csv.rows());
        for (int i = 0; i < csv.rows().size(); i++) {
            assertThat(plain(read.rows().get(i))).isEqualTo(plain(csv.rows().get(i)));
        }
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(parquet)))) {
            for (JsonNode column : BusyMonth.metadata(version).at("/Schema/0/ColumnDefinition")) {
                assertThat(reader.getFileSchema()
                                .getColumn(column.get("ColumnName").asText())
                                .type())
                        .as(column.toString())
                        .isEqualTo(FocusTable.kept(column.get("DataType").asText()));
            }
        }
    }

    private static Map<String, String> plain(Map<String, String> row) {
        return row.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        cell -> cell.getKey().startsWith("x_Unrounded")
                                        || !cell.getValue().matches("-?\\d+\\.\\d+")
                                ? cell.getValue()
                                : number(cell.getValue())));
    }

    private static String number(String value) {
        BigDecimal number = new BigDecimal(value);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static Stream<String> corrections(FocusTable table) {
        return table.rows().stream()
                .filter(row -> "Correction".equals(row.get("ChargeClass")))
                .map(row -> row.get("ChargeCategory"));
    }
}

package io.wattledger.billing.focus;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.wattledger.billing.document.CsvTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which months are open and which are closed, and to which of them documents belong. */
class BillingPeriodsTest {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final ZoneId OSLO = ZoneId.of("Europe/Oslo");
    private static final Instant RECORDED = Instant.parse("2026-11-02T09:30:00Z");
    private static final Instant CLOSED = Instant.parse("2026-11-05T12:00:00Z");
    private static final FocusDocument INVOICE = AMonth.invoice().document();
    private static final String ENTITY = INVOICE.invoice().seller().legalEntity();
    private static final String ISSUER = INVOICE.invoice().seller().name();

    @Test
    void aMonthIsOpenUntilItIsClosed() {
        assertThat(rows(new ClosedMonths(Map.of())))
                .containsExactly(List.of(
                        "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z", "2026-11-02T09:30:00Z", "Open", ISSUER));
        assertThat(rows(closed(OCTOBER)))
                .containsExactly(List.of(
                        "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z", "2026-11-05T12:00:00Z", "Closed", ISSUER));
    }

    @Test
    void aMonthOfContractsInSeveralZonesHasARowForEachAndOneInWhichNothingWasIssuedHasItsName() {
        BillingPeriods periods = new BillingPeriods(closed(OCTOBER));
        periods.billed(ENTITY, "Renamed since", OCTOBER, OSLO);
        periods.billed(ENTITY, "Renamed since", OCTOBER, ZoneId.of("Europe/London"));
        periods.issued(INVOICE, RECORDED);

        assertThat(periods.rows().stream()
                        .map(row -> row.get(FocusColumn.BILLING_PERIOD_START) + " "
                                + row.get(FocusColumn.INVOICE_ISSUER_NAME) + " "
                                + row.get(FocusColumn.BILLING_PERIOD_STATUS)))
                .containsExactly(
                        "2026-09-30T22:00:00Z " + ISSUER + " Closed", "2026-09-30T23:00:00Z Renamed since Closed");
    }

    @Test
    void whatIsRecordedAfterAMonthWasClosedBelongsToTheNextOpenOne() {
        ClosedMonths one = closed(OCTOBER);
        ClosedMonths two = closed(OCTOBER, OCTOBER.plusMonths(1));

        assertThat(one.placed(INVOICE, RECORDED)).isEqualTo(INVOICE);
        assertThat(one.placed(INVOICE, CLOSED)).isEqualTo(INVOICE);
        assertThat(one.placed(INVOICE, CLOSED.plusNanos(1000)).billingMonth()).isEqualTo(YearMonth.of(2026, 11));
        assertThat(two.placed(INVOICE, CLOSED.plusSeconds(1)).billingMonth()).isEqualTo(YearMonth.of(2026, 12));
        // A credit note that bears an earlier date than the day on which it was made.
        assertThat(two.placed(AMonth.voided().document(), CLOSED.plusSeconds(1)).billingMonth())
                .isEqualTo(YearMonth.of(2026, 12));
    }

    @Test
    void csvAndParquetSayTheSameAndTheMetadataDescribeThem() throws IOException {
        CsvTable csv = CsvTable.read(write(FocusCsv::new));
        byte[] parquet = write(FocusParquet::new);

        NamedCsvRecord expected = csv.rows().getFirst();
        assertThat(DescribedColumns.of(FocusDataset.BILLING_PERIOD, FocusVersion.V1_4))
                .isEqualTo(expected.getHeader());
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(parquet)));
                RowReader rows = file.rowReader()) {
            rows.next();
            assertThat(rows.getString("BillingPeriodStatus")).isEqualTo(expected.getField("BillingPeriodStatus"));
            assertThat(rows.getString("InvoiceIssuerName")).isEqualTo(expected.getField("InvoiceIssuerName"));
            for (String name : List.of(
                    "BillingPeriodCreated", "BillingPeriodLastUpdated", "BillingPeriodStart", "BillingPeriodEnd")) {
                assertThat(rows.getTimestamp(name)).as(name).isEqualTo(Instant.parse(expected.getField(name)));
            }
            assertThat(rows.hasNext()).isFalse();
        }
    }

    @Test
    void findsRowsThatBreakARule() throws IOException {
        List<FocusRow> row = periods(closed(OCTOBER)).rows();
        FocusRow status = periods(closed(OCTOBER)).rows().getFirst().write(FocusColumn.BILLING_PERIOD_STATUS, "Shut");
        FocusRow end = periods(closed(OCTOBER))
                .rows()
                .getFirst()
                .write(FocusColumn.BILLING_PERIOD_END, "2026-09-30T22:00:00Z");

        assertThat(violations(row.getFirst())).isEmpty();
        assertThat(violations(row.getFirst(), row.getFirst())).containsExactly(FocusRule.F21);
        assertThat(violations(status)).containsExactly(FocusRule.F1);
        assertThat(violations(end)).containsExactly(FocusRule.F2);
    }

    /** The writer of a form. */
    @FunctionalInterface
    private interface Form {
        FocusWriter open(FocusDataset dataset, FocusVersion version, OutputStream out) throws IOException;
    }

    private static byte[] write(Form form) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FocusWriter out = form.open(FocusDataset.BILLING_PERIOD, FocusVersion.V1_4, bytes)) {
            periods(closed(OCTOBER)).rows().forEach(out::row);
        }
        return bytes.toByteArray();
    }

    private static List<FocusRule> violations(FocusRow... rows) throws IOException {
        try (CheckedDataset checked = new CheckedDataset(
                FocusDataset.BILLING_PERIOD,
                FocusVersion.V1_4,
                new FocusCsv(FocusDataset.BILLING_PERIOD, FocusVersion.V1_4, new ByteArrayOutputStream()))) {
            for (FocusRow row : rows) {
                checked.row(row);
            }
            return checked.violations().stream().map(FocusViolation::rule).toList();
        }
    }

    private static List<List<String>> rows(ClosedMonths closed) {
        List<FocusColumn> columns = List.of(
                FocusColumn.BILLING_PERIOD_CREATED,
                FocusColumn.BILLING_PERIOD_END,
                FocusColumn.BILLING_PERIOD_LAST_UPDATED,
                FocusColumn.BILLING_PERIOD_STATUS,
                FocusColumn.INVOICE_ISSUER_NAME);
        return periods(closed).rows().stream().map(row -> row.cells(columns)).toList();
    }

    private static BillingPeriods periods(ClosedMonths closed) {
        BillingPeriods periods = new BillingPeriods(closed);
        periods.billed(ENTITY, ISSUER, OCTOBER, OSLO);
        periods.issued(INVOICE, RECORDED);
        return periods;
    }

    private static ClosedMonths closed(YearMonth... months) {
        Map<ClosedMonths.Month, Instant> closed = new HashMap<>();
        for (YearMonth month : months) {
            closed.put(new ClosedMonths.Month(ENTITY, month), CLOSED);
        }
        return new ClosedMonths(closed);
    }
}

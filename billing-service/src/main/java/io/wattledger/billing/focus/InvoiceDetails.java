package io.wattledger.billing.focus;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.References;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the Invoice Detail dataset of FOCUS 1.4 as CSV: one row per document and charge category, to which the rows of
 * Cost and Usage with its {@code InvoiceDetailId} add up (F21). Only what is issued is exported, and nothing issued ever
 * changes, so each detail was last updated when it was made.
 */
public final class InvoiceDetails implements FocusWriter {

    /** The columns in their order. */
    public static final List<String> COLUMNS = List.of(
            "BilledCost",
            "BillingAccountId",
            "BillingCurrency",
            "BillingPeriodEnd",
            "BillingPeriodStart",
            "ChargeCategory",
            "InvoiceDetailCreated",
            "InvoiceDetailDescription",
            "InvoiceDetailId",
            "InvoiceDetailLastUpdated",
            "InvoiceId",
            "InvoiceIssueDate",
            "InvoiceIssueStatus",
            "InvoiceIssuerName",
            "PaymentDueDate",
            "PaymentTerms",
            "PurchaseOrderNumber",
            "ReferenceInvoiceId");

    private final CsvWriter csv;
    private final Map<ChargeCategory, BigDecimal> sums = new EnumMap<>(ChargeCategory.class);

    /** Writes the header to {@code out}, which {@link #close} closes. */
    public InvoiceDetails(OutputStream out) {
        this.csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
        csv.writeRecord(COLUMNS);
    }

    @Override
    public void row(FocusRow row) {
        for (ChargeCategory category : ChargeCategory.values()) {
            if (row.says(FocusColumn.CHARGE_CATEGORY, category.text())) {
                sums.merge(
                        category,
                        Objects.requireNonNullElse(row.decimal(FocusColumn.BILLED_COST), BigDecimal.ZERO),
                        BigDecimal::add);
            }
        }
    }

    @Override
    public void end(FocusDocument document) {
        sums.forEach((category, sum) -> csv.writeRecord(cells(document, category, sum)));
        sums.clear();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }

    private static List<String> cells(FocusDocument document, ChargeCategory category, BigDecimal sum) {
        Heading heading = document.invoice().heading();
        References references = document.invoice().references();
        CreditedInvoice credited = heading.credited();
        String issued = instant(document, heading.issueDate());
        List<String> cells = new ArrayList<>();
        cells.add(sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString());
        cells.add(document.invoice().buyer().tenant());
        cells.add(heading.currency().getCurrencyCode());
        cells.add(document.periodEnd().toString());
        cells.add(document.periodStart().toString());
        cells.add(category.text());
        cells.add(issued);
        cells.add(category.text() + " of " + document.number());
        cells.add(category.detail(document.number()));
        cells.add(issued);
        cells.add(document.number());
        cells.add(issued);
        cells.add("Issued");
        cells.add(document.invoice().seller().name());
        cells.add(instant(document, heading.dueDate()));
        cells.add("Net " + references.paymentTermsDays() + " days");
        cells.add(Objects.requireNonNullElse(references.orderReference(), ""));
        cells.add(credited == null ? document.number() : credited.number());
        return cells;
    }

    private static String instant(FocusDocument document, LocalDate day) {
        return DateTimeFormatter.ISO_INSTANT.format(
                day.atStartOfDay(document.billedDays().timeZone()).toInstant());
    }
}

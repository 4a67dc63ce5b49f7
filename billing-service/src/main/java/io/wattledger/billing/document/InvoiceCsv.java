package io.wattledger.billing.document;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.wattledger.billing.focus.FocusUnits;
import io.wattledger.billing.invoice.CorrectedLine;
import io.wattledger.billing.invoice.DocumentAllowance;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.ProjectFiling;
import io.wattledger.billing.invoice.UsageFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the lines of an invoice as CSV (RFC 4180, UTF-8): one row per line and per allowance across lines, nothing summed up,
 * so that the column {@code net_amount} adds up to the invoice's total without VAT.
 */
public final class InvoiceCsv {

    /** The columns in their order; explained in {@code docs/documents.md}. */
    public static final List<String> COLUMNS = List.of(
            "invoice_number",
            "issue_date",
            "line",
            "project",
            "site",
            "sku",
            "component",
            "description",
            "charge_start",
            "charge_end",
            "quantity",
            "unit",
            "unit_price",
            "net_amount",
            "unrounded_amount",
            "currency",
            "vat_category",
            "vat_rate_percent",
            "exact_quantity",
            "gpu_seconds",
            "it_energy_kwh",
            "estimated_it_energy_kwh",
            "facility_energy_kwh",
            "tariff",
            "tariff_versions",
            "price_documents",
            "corrects_invoice",
            "corrects_line",
            "cost_centre",
            "used_by");

    /** The last column where any line has GPU time that is estimated; other documents look as they did before there was one. */
    public static final String ESTIMATED_GPU_SECONDS = "estimated_gpu_seconds";

    private InvoiceCsv() {}

    /** The document in UTF-8. */
    public static byte[] write(Invoice invoice) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter csv = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.CRLF)
                .build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            boolean isEstimated =
                    invoice.lines().stream().anyMatch(line -> line.facts().estimatedTime() != 0);
            csv.writeRecord(cells(COLUMNS, isEstimated, ESTIMATED_GPU_SECONDS));
            for (InvoiceLine line : invoice.lines()) {
                String estimated = plain(FocusUnits.estimatedGpuSeconds(line.facts()));
                csv.writeRecord(cells(row(invoice, line), isEstimated, estimated));
            }
            for (DocumentAllowance entry : invoice.allowances()) {
                csv.writeRecord(cells(row(invoice, entry), isEstimated, ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing CSV into memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static List<String> cells(List<String> row, boolean isEstimated, String estimated) {
        return isEstimated ? Stream.concat(row.stream(), Stream.of(estimated)).toList() : row;
    }

    private static List<String> row(Invoice invoice, InvoiceLine line) {
        UsageFacts facts = line.facts();
        CorrectedLine corrects = line.provenance().corrects();
        ProjectFiling filing = invoice.heading().period().filing(line.item().project());
        return List.of(
                invoice.heading().number(),
                invoice.heading().issueDate().toString(),
                Integer.toString(line.number()),
                line.item().project(),
                line.item().site(),
                line.item().sku(),
                line.item().component(),
                line.item().description(),
                line.chargePeriod().start().toString(),
                line.chargePeriod().end().toString(),
                plain(line.quantity().invoiced()),
                FocusUnits.name(line.quantity().unit()),
                plain(line.quantity().invoicedUnitPrice()),
                plain(line.amount().net().amount()),
                plain(line.amount().unrounded()),
                invoice.heading().currency().getCurrencyCode(),
                line.vat().category().name(),
                plain(line.vat().ratePercent()),
                plain(line.quantity().exact()),
                plain(FocusUnits.gpuSeconds(facts)),
                plain(facts.itKilowattHours()),
                plain(facts.estimatedKilowattHours()),
                plain(facts.facilityKilowattHours()),
                line.provenance().tariff(),
                String.join(
                        " ",
                        line.provenance().tariffVersions().stream()
                                .map(Object::toString)
                                .toList()),
                String.join(" ", line.provenance().priceDocuments()),
                corrects == null ? "" : corrects.number(),
                corrects == null || corrects.line() == null ? "" : Integer.toString(corrects.line()),
                Objects.requireNonNullElse(filing.costCentre(), ""),
                Objects.requireNonNullElse(filing.usedBy(), ""));
    }

    /** What is taken off across lines is a row without line, so that the column still adds up. */
    private static List<String> row(Invoice invoice, DocumentAllowance entry) {
        Map<String, String> values = Map.of(
                "invoice_number",
                invoice.heading().number(),
                "issue_date",
                invoice.heading().issueDate().toString(),
                "component",
                "allowance",
                "description",
                entry.allowance().reason(),
                "net_amount",
                plain(entry.allowance().amount().negated().amount()),
                "currency",
                invoice.heading().currency().getCurrencyCode(),
                "vat_category",
                entry.vat().category().name(),
                "vat_rate_percent",
                plain(entry.vat().ratePercent()));
        return COLUMNS.stream().map(column -> values.getOrDefault(column, "")).toList();
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "" : value.toPlainString();
    }
}

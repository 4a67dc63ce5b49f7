package io.wattledger.billing.flow;

import io.wattledger.billing.focus.CheckedDataset;
import io.wattledger.billing.focus.FocusCsv;
import io.wattledger.billing.focus.FocusDataset;
import io.wattledger.billing.focus.FocusExport;
import io.wattledger.billing.focus.FocusParquet;
import io.wattledger.billing.focus.FocusVersion;
import io.wattledger.billing.focus.FocusViolation;
import io.wattledger.billing.focus.FocusWriter;
import io.wattledger.billing.focus.InvoiceDetails;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Writes what was issued for some billing months as one FOCUS file. The file is written whole, and every row of it held to
 * the rules, before any of it leaves the house; rows go through one by one, so it may be longer than memory.
 */
@ApplicationScoped
public class ExportFocus {

    private final TenantScope scope;
    private final ReadFocus reading;

    ExportFocus(TenantScope scope, ReadFocus reading) {
        this.scope = scope;
        this.reading = reading;
    }

    /** The form of a file. */
    public enum Format {
        /** RFC 4180. */
        CSV,
        /** Apache Parquet. */
        PARQUET
    }

    /**
     * Which file is wanted.
     *
     * @param months billing months; what corrects an issued month belongs to the month in which it was issued
     * @param tenants none means all
     * @param version which version the rows follow
     * @param dataset what they are
     * @param format in which form
     */
    public record Request(
            Set<YearMonth> months,
            Collection<String> tenants,
            FocusVersion version,
            FocusDataset dataset,
            Format format) {

        /** Copies the collections. */
        public Request {
            months = Set.copyOf(months);
            tenants = List.copyOf(tenants);
        }
    }

    /** A file that was made, or why it was not. */
    public sealed interface Outcome {

        /** The file; whoever takes it deletes it. */
        record Written(Path file) implements Outcome {}

        /** Rules that the file would break; there is none. */
        record Refused(List<FocusViolation> violations) implements Outcome {

            /** Copies the list. */
            public Refused {
                violations = List.copyOf(violations);
            }
        }
    }

    /** Makes the file. */
    public Outcome export(Request request) {
        try {
            Path file = Files.createTempFile("wattledger-focus", null);
            try {
                List<FocusViolation> violations = write(request, file);
                if (violations.isEmpty()) {
                    return new Outcome.Written(file);
                }
                Files.delete(file);
                return new Outcome.Refused(violations);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the export could not be written", e);
        }
    }

    private List<FocusViolation> write(Request request, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                FocusWriter writer = writer(request, out)) {
            CheckedDataset checked = new CheckedDataset(request.dataset(), request.version(), writer);
            return switch (request.dataset()) {
                case COST_AND_USAGE -> charges(request, writer);
                case INVOICE_DETAIL -> {
                    List<FocusViolation> violations = charges(request, new InvoiceDetails(checked));
                    yield violations.isEmpty() ? checked.violations() : violations;
                }
                case BILLING_PERIOD -> {
                    scope.asOperator(connection -> reading.periods(connection, request.months(), request.tenants()))
                            .forEach(checked::row);
                    yield checked.violations();
                }
            };
        }
    }

    private List<FocusViolation> charges(Request request, FocusWriter writer) {
        FocusExport export = new FocusExport(request.version(), writer);
        return scope.asOperator(connection -> {
            reading.charges(connection, request.months(), request.tenants(), export);
            return export.violations();
        });
    }

    private static FocusWriter writer(Request request, OutputStream out) throws IOException {
        return switch (request.format()) {
            case CSV -> new FocusCsv(request.dataset(), request.version(), out);
            case PARQUET -> new FocusParquet(request.dataset(), request.version(), out);
        };
    }
}

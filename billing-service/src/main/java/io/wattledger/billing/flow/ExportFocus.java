package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.focus.FocusCsv;
import io.wattledger.billing.focus.FocusDocument;
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
import java.sql.Connection;
import java.sql.SQLException;
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
    private final ExportBook issued;

    ExportFocus(TenantScope scope, ExportBook issued) {
        this.scope = scope;
        this.issued = issued;
    }

    /** What a file holds. */
    public enum Dataset {
        /** One row per charge and charge period. */
        COST_AND_USAGE,
        /** One row per document and charge category; of 1.4. */
        INVOICE_DETAIL
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
     * @param format in which form; Invoice Detail has CSV only
     */
    public record Request(
            Set<YearMonth> months, Collection<String> tenants, FocusVersion version, Dataset dataset, Format format) {

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
            FocusExport export = new FocusExport(request.version(), writer);
            scope.asOperator(connection -> {
                issued.documents(
                        connection,
                        request.months(),
                        request.tenants(),
                        filed -> add(connection, filed, request, export));
                return Boolean.TRUE;
            });
            return export.violations();
        }
    }

    private static FocusWriter writer(Request request, OutputStream out) throws IOException {
        return switch (request.dataset()) {
            case COST_AND_USAGE ->
                switch (request.format()) {
                    case CSV -> new FocusCsv(request.version(), out);
                    case PARQUET -> new FocusParquet(request.version(), out);
                };
            case INVOICE_DETAIL -> new InvoiceDetails(out);
        };
    }

    private void add(Connection connection, Filed filed, Request request, FocusExport export) {
        boolean invoice = filed.filing() == Filing.INVOICE;
        FocusDocument document =
                invoice ? FocusDocument.invoice(filed.invoice()) : FocusDocument.correction(filed.invoice());
        if (!request.months().contains(document.billingMonth())) {
            return;
        }
        export.begin(document);
        if (invoice) {
            try {
                issued.usage(connection, filed, export::usage);
            } catch (SQLException e) {
                throw new IllegalStateException("the usage of " + document.number() + " cannot be read", e);
            }
        }
        export.end();
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.document.FocusExport;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Writes the invoices of some months as one FOCUS file. */
@ApplicationScoped
public class ExportFocus {

    private static final Comparator<Invoice> ORDER = Comparator.comparing(
                    (Invoice invoice) -> invoice.heading().period().firstDay())
            .thenComparing(invoice -> invoice.buyer().tenant())
            .thenComparing(invoice -> invoice.heading().number());

    private final TenantScope scope;
    private final InvoiceBook invoices;

    ExportFocus(TenantScope scope, InvoiceBook invoices) {
        this.scope = scope;
        this.invoices = invoices;
    }

    /** The file in UTF-8; no tenant means all. */
    public byte[] export(Collection<YearMonth> months, Collection<String> tenants) {
        List<Invoice> found = scope.asOperator(connection -> invoices.models(connection, months, tenants));
        StringWriter out = new StringWriter();
        try {
            FocusExport.write(found.stream().sorted(ORDER).toList(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}

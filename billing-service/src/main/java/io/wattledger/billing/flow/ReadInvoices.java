package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.billing.flow.InvoiceBook.Summary;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows issued invoices as they were stored. */
@ApplicationScoped
public class ReadInvoices {

    private final TenantScope scope;
    private final InvoiceBook invoices;

    ReadInvoices(TenantScope scope, InvoiceBook invoices) {
        this.scope = scope;
        this.invoices = invoices;
    }

    /**
     * A document of an invoice; empty where the number is unknown or another tenant's, which is the same to the caller.
     *
     * @param onlyTenant whose invoices the caller may see; absent means everybody's
     */
    public Optional<InvoiceDocument> document(@Nullable String onlyTenant, String number, DocumentKind kind) {
        return visible(onlyTenant, connection -> invoices.document(connection, number, kind));
    }

    /** A page of invoices in order of tenant and number. */
    public List<Summary> list(@Nullable String onlyTenant, Query query) {
        return visible(onlyTenant, connection -> invoices.list(connection, query));
    }

    private <T> T visible(@Nullable String onlyTenant, TenantScope.Work<T> work) {
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Query;
import io.wattledger.billing.flow.InvoiceBook.Summary;
import io.wattledger.billing.settlement.Receivable;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows issued invoices as they were stored. */
@ApplicationScoped
public class ReadInvoices {

    private static final int CHUNK = 1_000;

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

    /**
     * A page of invoices that stand so on {@code day}. States are derived, never stored, so that this reads on until the page
     * is full.
     *
     * @param state code of a {@link io.wattledger.billing.settlement.Settlement}
     */
    public List<Summary> list(@Nullable String onlyTenant, Query query, String state, LocalDate day) {
        return visible(onlyTenant, connection -> {
            List<Summary> page = new ArrayList<>();
            Query next = query;
            while (true) {
                List<Summary> chunk = invoices.list(connection, next);
                for (Summary summary : chunk) {
                    Receivable receivable = summary.receivable();
                    if (receivable != null && receivable.on(day).code().equals(state)) {
                        page.add(summary);
                    }
                    if (page.size() == query.limit()) {
                        return page;
                    }
                }
                if (chunk.size() < next.limit()) {
                    return page;
                }
                Summary last = chunk.getLast();
                next = query.after(new InvoiceBook.Position(last.tenant(), last.number()), CHUNK);
            }
        });
    }

    private <T> T visible(@Nullable String onlyTenant, TenantScope.Work<T> work) {
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }
}

package io.wattledger.billing.flow;

import io.wattledger.billing.flow.InvoiceBook.Filed;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.RevisedLine;
import io.wattledger.chassis.tenancy.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows what has become of each line of an invoice since it was issued: as billed, as rated now, and what corrected it. */
@ApplicationScoped
public class ReadRevisions {

    private final TenantScope scope;
    private final ReadPast past;
    private final InvoiceBook invoices;

    ReadRevisions(TenantScope scope, ReadPast past, InvoiceBook invoices) {
        this.scope = scope;
        this.past = past;
        this.invoices = invoices;
    }

    /**
     * The lines of a month's invoice.
     *
     * @param filed the invoice
     * @param lines each line, then those that came after issue
     * @param effects what later documents did to them, the oldest first
     */
    public record Revisions(Filed filed, List<RevisedLine> lines, List<LineEffect> effects) {

        /** Copies the lists. */
        public Revisions {
            lines = List.copyOf(lines);
            effects = List.copyOf(effects);
        }
    }

    /**
     * The revisions of the invoice of a month; empty where the number is unknown, another tenant's, or that of a document
     * that corrects such an invoice.
     */
    public Optional<Revisions> read(@Nullable String onlyTenant, String number) {
        TenantScope.Work<Optional<Revisions>> work = connection -> {
            Optional<Filed> filed = invoices.find(connection, number);
            if (filed.isEmpty() || filed.get().filing() != Filing.INVOICE) {
                return Optional.empty();
            }
            Past month = past.read(connection, filed.get());
            List<LineEffect> effects = month.effects().stream()
                    .filter(effect -> effect.root().equals(number))
                    .toList();
            return Optional.of(
                    new Revisions(filed.get(), month.corrected().revision().lines(), effects));
        };
        return onlyTenant == null ? scope.asOperator(work) : scope.inTransaction(onlyTenant, work);
    }
}

package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.SummedUsage;
import java.util.ArrayList;
import java.util.List;

/**
 * An issued month whose usage has changed since.
 *
 * @param invoice its invoice
 * @param then how it stands
 * @param usage its usage
 */
public record CorrectedMonth(Invoice invoice, MonthThen then, CorrectedUsage usage) {

    /** What has become of each line. */
    public Revision revision() {
        List<LineEffect> ofMonth = then.effects().stream()
                .filter(effect -> effect.root().equals(invoice.heading().number()))
                .toList();
        return Revision.of(invoice, ofMonth, lines(usage.invoiced()), lines(usage.rated()));
    }

    /** The lines that an invoice of some usage of the month would have had, discounts and shortfalls as at its issue. */
    private List<InvoiceLine> lines(SummedUsage billed) {
        InvoiceDraft draft = InvoiceDraft.of(billable(billed));
        if (then.commercial() == null) {
            return draft.lines();
        }
        List<InvoiceLine> withCorrections = new ArrayList<>(draft.lines());
        invoice.lines().stream()
                .filter(line -> line.provenance().corrects() != null)
                .forEach(withCorrections::add);
        return CommercialInvoice.of(draft.with(withCorrections, List.of()), then.commercial()).lines().stream()
                .filter(line -> line.provenance().corrects() == null)
                .toList();
    }

    /** What an invoice of some usage of the month would be computed from, between the same parties at the same rate. */
    public Billable billable(SummedUsage billed) {
        return new Billable(
                invoice.seller(),
                invoice.buyer(),
                invoice.references(),
                invoice.heading().period(),
                invoice.heading().currency(),
                invoice.lines().getFirst().vat(),
                billed,
                then.names());
    }
}

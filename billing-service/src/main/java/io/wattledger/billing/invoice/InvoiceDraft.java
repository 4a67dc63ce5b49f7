package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.List;

/**
 * An invoice that has all its amounts but neither number nor date; drafts are never numbered before issue.
 *
 * @param billable what it was computed from
 * @param lines in order
 * @param vatBreakdown in order of category and rate
 * @param totals document totals
 */
public record InvoiceDraft(Billable billable, List<InvoiceLine> lines, List<VatSubtotal> vatBreakdown, Totals totals) {

    /** Copies the lists. */
    public InvoiceDraft {
        lines = List.copyOf(lines);
        vatBreakdown = List.copyOf(vatBreakdown);
    }

    /** A draft of usage from which nothing came that could be billed; it must not be issued. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The draft for one VAT treatment and usage. */
    public static InvoiceDraft of(Billable billable) {
        List<InvoiceLine> lines = LineSums.lines(billable);
        List<VatSubtotal> breakdown = TotalSums.vatBreakdown(lines, billable.currency());
        return new InvoiceDraft(billable, lines, breakdown, TotalSums.totals(lines, breakdown, billable.currency()));
    }

    /** The invoice that this draft becomes under {@code number}, due after the contract's payment terms. */
    public Invoice numbered(String number, LocalDate issueDate) {
        LocalDate dueDate = issueDate.plusDays(billable.references().paymentTermsDays());
        Heading heading = new Heading(number, issueDate, dueDate, billable.period(), billable.currency());
        return new Invoice(
                heading, billable.seller(), billable.buyer(), billable.references(), lines, vatBreakdown, totals);
    }
}

package io.wattledger.billing.invoice;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice that has all its amounts but neither number nor date; drafts are never numbered before issue.
 *
 * @param billable what it was computed from
 * @param lines in order
 * @param vatBreakdown in order of category and rate
 * @param totals document totals
 * @param allowances what is taken off across lines
 */
public record InvoiceDraft(
        Billable billable,
        List<InvoiceLine> lines,
        List<VatSubtotal> vatBreakdown,
        Totals totals,
        List<DocumentAllowance> allowances) {

    /** Copies the lists. */
    public InvoiceDraft {
        lines = List.copyOf(lines);
        vatBreakdown = List.copyOf(vatBreakdown);
        allowances = List.copyOf(allowances);
    }

    /** A draft of usage from which nothing came that could be billed; it must not be issued. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    private @Nullable TaxCurrencyTotal inTaxCurrency(LocalDate issueDate) {
        Currency accounting = billable.seller().accountingCurrency();
        if (totals.vat().amount().signum() == 0 || accounting.equals(billable.currency())) {
            return null;
        }
        return billable.names()
                .published()
                .rate(billable.currency(), accounting, issueDate)
                .map(rate -> new TaxCurrencyTotal(rate.convert(totals.vat()), rate))
                .orElse(null);
    }

    /** The draft for one VAT treatment and usage. */
    public static InvoiceDraft of(Billable billable) {
        return of(billable, List.of());
    }

    /** The draft of usage with lines that correct earlier invoices, which follow and are numbered on. */
    public static InvoiceDraft of(Billable billable, List<CorrectionLine> corrections) {
        List<InvoiceLine> lines = new ArrayList<>(billable.usage().lines(billable));
        corrections.forEach(
                correction -> lines.add(correction.at(lines.size() + 1).line()));
        return of(billable, lines, List.of());
    }

    private static InvoiceDraft of(Billable billable, List<InvoiceLine> lines, List<DocumentAllowance> allowances) {
        List<VatSubtotal> breakdown = TotalSums.vatBreakdown(lines, allowances, billable.currency());
        Totals totals = TotalSums.totals(lines, allowances, breakdown, billable.currency());
        return new InvoiceDraft(billable, lines, breakdown, totals, allowances);
    }

    /** The draft with other lines and with allowances, taxed and summed up anew. */
    public InvoiceDraft with(List<InvoiceLine> otherLines, List<DocumentAllowance> taken) {
        return of(billable, otherLines, taken);
    }

    /** The draft with what discounts, commitments and credits did, settled as far as paid credits were drawn. */
    public InvoiceDraft settling(ContractMoney explanation) {
        return new InvoiceDraft(billable, lines, vatBreakdown, totals.settling(explanation), allowances);
    }

    /** The same where it tells what discounts in per cent take more or less of months that it corrects. */
    public InvoiceDraft telling(List<ContractMoney.DiscountRevised> revised) {
        return new InvoiceDraft(billable, lines, vatBreakdown, totals.telling(revised), allowances);
    }

    /**
     * The invoice that this draft becomes under {@code number}, due after the contract's payment terms. Where VAT is
     * charged in a currency other than the seller's, it is stated there too by the newest rate known on the issue date;
     * where none is known it is not, which a rule refuses.
     */
    public Invoice numbered(String number, LocalDate issueDate) {
        LocalDate dueDate = issueDate.plusDays(billable.references().paymentTermsDays());
        Heading heading = new Heading(number, issueDate, dueDate, billable.period(), billable.currency());
        Totals stated = totals.stating(inTaxCurrency(issueDate));
        KidAgreement kid = billable.seller().bank().kid();
        References references = kid == null
                ? billable.references()
                : billable.references().paidBy(Kid.of(kid, billable.references().customerNumber(), number));
        return new Invoice(
                heading, billable.seller(), billable.buyer(), references, lines, vatBreakdown, stated, allowances);
    }
}

package io.wattledger.billing.evidence;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.invoice.AmountOff;
import io.wattledger.billing.invoice.Billable;
import io.wattledger.billing.invoice.ContractMoney.DiscountRevised;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.invoice.SummedUsage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes again a document that was computed once, from what was kept of it: by the same code, without any database. */
public final class ComputedAgain {

    private final InvoiceBasis basis;
    private final SummedUsage usage;
    private final Map<String, CorrectedUsage> corrected;
    private final Map<String, Invoice> documents;

    /**
     * A document to be computed again.
     *
     * @param basis what it was computed from
     * @param usage the rated usage of its month; none for a credit note
     * @param corrected the usage of the months that the basis corrects, by number of their invoices
     * @param documents the issued documents that the basis names, by number
     */
    public ComputedAgain(
            InvoiceBasis basis,
            SummedUsage usage,
            Map<String, CorrectedUsage> corrected,
            Map<String, Invoice> documents) {
        this.basis = basis;
        this.usage = usage;
        this.corrected = Map.copyOf(corrected);
        this.documents = Map.copyOf(documents);
    }

    /**
     * The document as it was issued under a heading, in the edition of its forms.
     *
     * @throws IllegalStateException where the basis does not come to a document, or a document that it names is missing
     */
    public Invoice document(Heading issued) {
        Invoice again = document(issued.number(), issued.issueDate());
        return new Invoice(
                again.heading().in(issued.edition()),
                again.seller(),
                again.buyer(),
                again.references(),
                again.lines(),
                again.vatBreakdown(),
                again.totals(),
                again.allowances());
    }

    /**
     * The document under its number.
     *
     * @throws IllegalStateException where the basis does not come to a document, or a document that it names is missing
     */
    public Invoice document(String number, LocalDate issueDate) {
        return switch (basis) {
            case InvoiceBasis.OfMonth month -> ofMonth(month).numbered(number, issueDate);
            case InvoiceBasis.OfCredit credit -> ofCredit(credit).numbered(number, issueDate);
            case InvoiceBasis.OfDecrease decrease -> {
                Revision.Split split = split(decrease.month(), corrected(decrease.month()));
                List<CorrectionLine> lines = split.decreases().get(decrease.number());
                if (lines == null) {
                    throw new IllegalStateException("no line of " + decrease.number() + " became cheaper");
                }
                yield ofDecrease(decrease, lines, split.keptOf(decrease.number()))
                        .telling(split.toldByNote(decrease.number()))
                        .numbered(number, issueDate);
            }
            case InvoiceBasis.OfIncrease increase -> ofIncrease(increase).numbered(number, issueDate);
        };
    }

    private CreditNote ofCredit(InvoiceBasis.OfCredit credit) {
        Remainder remainder = Remainder.kept(issued(credit.number()), credit.left(), credit.across());
        CreditNote note = CreditNote.of(remainder, credit.request());
        InvoiceBasis.Saying saying = credit.saying();
        return saying == null ? note : note.sayingRequested(saying.statement());
    }

    private CreditNote ofDecrease(
            InvoiceBasis.OfDecrease decrease, List<CorrectionLine> lines, Map<String, Money> kept) {
        Remainder remainder = Remainder.kept(issued(decrease.number()), decrease.left(), decrease.across());
        CreditNote note = decrease.across() == null
                ? CreditNote.revisingAsRequested(remainder, lines)
                : CreditNote.revising(remainder, lines, kept);
        return decrease.saying() == null
                ? note
                : note.sayingChanged(
                        issued(decrease.month().number()).heading().period().month());
    }

    private InvoiceDraft ofMonth(InvoiceBasis.OfMonth month) {
        Billable billable = month.billable(usage);
        int first = InvoiceDraft.of(billable).lines().size() + 1;
        List<CorrectionLine> lines = new ArrayList<>();
        List<DiscountRevised> revised = new ArrayList<>();
        for (MonthThen then : month.corrected()) {
            CorrectedMonth earlier = corrected(then);
            lines.addAll(earlier.adjustments(first + lines.size()));
            revised.addAll(earlier.revised());
        }
        InvoiceDraft draft = InvoiceDraft.of(billable, lines);
        return applied(draft, month.commercial(), List.of()).telling(revised);
    }

    private InvoiceDraft ofIncrease(InvoiceBasis.OfIncrease increase) {
        CorrectedMonth month = corrected(increase.month());
        Revision.Split split = split(increase.month(), month);
        InvoiceDraft draft = InvoiceDraft.of(month.withoutUsage(), split.increases());
        return applied(draft, increase.commercial(), split.more()).telling(split.toldByInvoice());
    }

    private static InvoiceDraft applied(
            InvoiceDraft draft, @Nullable CommercialBasis commercial, List<AmountOff> more) {
        return commercial == null ? draft : CommercialInvoice.of(draft, commercial, more);
    }

    private static Revision.Split split(MonthThen then, CorrectedMonth month) {
        Revision.Split split = month.split();
        if (split == null) {
            throw new IllegalStateException(
                    "what became cheaper on " + then.number() + " has no line to be taken from");
        }
        return split;
    }

    private CorrectedMonth corrected(MonthThen then) {
        CorrectedUsage rated = corrected.get(then.number());
        if (rated == null) {
            throw new IllegalStateException("the usage of the month of " + then.number() + " is missing");
        }
        return CorrectedMonth.kept(then, rated, this::issued);
    }

    private Invoice issued(String number) {
        Invoice invoice = documents.get(number);
        if (invoice == null) {
            throw new IllegalStateException("document " + number + " is missing");
        }
        return invoice;
    }
}

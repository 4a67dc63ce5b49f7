package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.AmountDiscounts;
import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.period.Completeness;
import io.wattledger.billing.period.HeldUsage;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.billing.tax.Determination;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is to be done about one contract's month: decided from the situation alone, outside any transaction. */
sealed interface PeriodDecision {

    /** For each line, with all documents: 33,600 lines were made in 384 MB and not in 256 MB (docs/benchmarks.md). */
    long HEAP_BYTES_PER_LINE = 10 * 1024;

    /** Write down an outcome; nothing is issued. */
    record Conclude(Outcome outcome) implements PeriodDecision {}

    /**
     * Issue, provided that nothing has moved since the situation was read.
     *
     * @param situation from which it was decided
     * @param document the invoice under the number of the situation's position
     * @param corrected earlier months that the invoice corrects, the oldest first
     */
    record Issue(PeriodSituation.Unbilled situation, PlannedDocument document, List<Past> corrected)
            implements PeriodDecision {}

    /**
     * Correct an issued month, provided that nothing has moved.
     *
     * @param situation from which it was decided
     * @param documents credit notes and, it may be, an invoice, under numbers from the situation's position on
     */
    record Correct(PeriodSituation.Revised situation, List<PlannedDocument> documents) implements PeriodDecision {}

    /** Decides. Whatever cannot be computed or printed is parked, so that it holds up nobody else. */
    static PeriodDecision of(PeriodSituation situation, LocalDate issueDate, Documents documents) {
        return switch (situation) {
            case PeriodSituation.NoContract ignored -> new Conclude(new Outcome.NothingToInvoice());
            case PeriodSituation.InvoicedTo ignored -> new Conclude(new Outcome.InvoicedTo());
            case PeriodSituation.SplitOtherwise ignored ->
                new Conclude(new Outcome.Held(List.of(new HoldReason(
                        HoldReason.MONTH_SPLIT_OTHERWISE,
                        "the contract's month is split into other documents than when the run"
                                + " was started; start a new run"))));
            case PeriodSituation.WasIssued issued -> new Conclude(new Outcome.AlreadyIssued(issued.number()));
            case PeriodSituation.Revised revised -> RevisedDecision.of(revised, issueDate, documents);
            case PeriodSituation.Unbilled unbilled -> of(unbilled, issueDate, documents);
        };
    }

    private static PeriodDecision of(PeriodSituation.Unbilled unbilled, LocalDate issueDate, Documents documents) {
        CommercialBasis basis = unbilled.basis(issueDate);
        List<HoldReason> missing = missing(unbilled, basis);
        if (!missing.isEmpty()) {
            return new Conclude(new Outcome.Held(missing));
        }
        Optional<HoldReason> tooLarge =
                tooLarge(unbilled.usage().sums().size(), Runtime.getRuntime().maxMemory());
        if (tooLarge.isPresent()) {
            return new Conclude(new Outcome.Parked(null, List.of(tooLarge.get())));
        }
        try {
            return issue(unbilled, issueDate, basis, documents);
        } catch (RuntimeException e) {
            return failed(unbilled.agreement(), e, null);
        }
    }

    /**
     * What to say of a month whose documents do not fit into a heap of so many bytes. It is said before anything is made of
     * them: a service that runs out of memory ends, and would end again at the same month.
     */
    static Optional<HoldReason> tooLarge(int lines, long heapBytes) {
        long most = heapBytes / HEAP_BYTES_PER_LINE;
        return lines <= most
                ? Optional.empty()
                : Optional.of(new HoldReason(
                        HoldReason.DOCUMENT_FAILED,
                        "the documents of " + lines
                                + " lines do not fit into the memory of billing-service, which is enough for " + most
                                + "; give it more (-Xmx), or let the contract's month go into several documents"));
    }

    /** Whether an invoice is to be expected, as far as can be told without making it. */
    static boolean expectsInvoice(PeriodSituation.Unbilled unbilled, LocalDate issueDate) {
        return !unbilled.usage().sums().isEmpty()
                && missing(unbilled, unbilled.basis(issueDate)).isEmpty();
    }

    private static List<HoldReason> missing(PeriodSituation.Unbilled unbilled, CommercialBasis basis) {
        PeriodSituation.Agreement agreement = unbilled.agreement();
        HeldUsage held = unbilled.usage().held();
        List<HoldReason> missing = new ArrayList<>(Completeness.missing(agreement.period(), held, unbilled.now()));
        missing.addAll(Completeness.grace(
                agreement.period(), agreement.contract().billing().graceDays(), unbilled.now()));
        missing.addAll(Completeness.unreported(agreement.period(), held.sites(), unbilled.watermarks()));
        basis.missingRates(agreement.contract().currency())
                .forEach(detail -> missing.add(new HoldReason(HoldReason.COMMITMENT_RATE_MISSING, detail)));
        unbilled.commerce()
                .openMonths()
                .forEach(detail -> missing.add(new HoldReason(HoldReason.COMMITMENT_MONTHS_OPEN, detail)));
        if (agreement.vat() instanceof Determination.Undecided undecided) {
            missing.add(new HoldReason(HoldReason.TAX_UNDECIDED, undecided.detail()));
        }
        return missing;
    }

    private static PeriodDecision issue(
            PeriodSituation.Unbilled unbilled, LocalDate issueDate, CommercialBasis basis, Documents documents) {
        PeriodSituation.Agreement agreement = unbilled.agreement();
        String number = agreement.legalEntity().invoiceSeries().number(unbilled.nextPosition());
        Drafted drafted = withArrears(unbilled, basis, number, issueDate);
        InvoiceDraft draft = drafted.draft();
        Arrears arrears = drafted.arrears();
        if (draft.isEmpty()) {
            return new Conclude(new Outcome.NothingToInvoice());
        }
        Invoice invoice = draft.numbered(number, issueDate);
        Documents.Printed printed = documents.print(invoice);
        return printed.violations().isEmpty()
                ? new Issue(
                        unbilled,
                        new PlannedDocument(
                                Filing.INVOICE,
                                invoice,
                                printed,
                                arrears.effects(),
                                unbilled.evidence(arrears.corrected(), drafted.kept())),
                        arrears.read())
                : new Conclude(new Outcome.Parked(null, printed.violations()));
    }

    /**
     * A draft and what it was applied from.
     *
     * @param draft with discounts, commitments and credits
     * @param basis of these
     * @param arrears what it corrects
     */
    record Drafted(InvoiceDraft draft, CommercialBasis basis, Arrears arrears) {

        /** What is to be kept of the basis; null where it had no part in the draft. */
        @Nullable
        CommercialBasis kept() {
            return basis.saysNothing() && draft.totals().money() == null ? null : basis;
        }
    }

    /**
     * The draft with the corrections of earlier months, which come first where a discount has a cap. Where they would bring the
     * invoice below zero they wait: many buyers cannot book an invoice by which they are owed. They also wait where they would
     * take what discounts of an amount take off.
     */
    private static Drafted withArrears(
            PeriodSituation.Unbilled unbilled, CommercialBasis basis, String number, LocalDate issueDate) {
        InvoiceDraft without = InvoiceDraft.of(unbilled.billable());
        Arrears arrears =
                Arrears.of(unbilled, number, issueDate, without.lines().size() + 1);
        if (arrears.lines().isEmpty()) {
            return new Drafted(CommercialInvoice.of(without, basis), basis, arrears);
        }
        CommercialBasis after = basis.after(arrears.taken());
        CommercialBasis correcting =
                after.givingBack(arrears.givenBack(), unbilled.commerce().usedUp());
        InvoiceDraft draft = CommercialInvoice.of(InvoiceDraft.of(unbilled.billable(), arrears.lines()), correcting)
                .telling(arrears.revised());
        return draft.totals().payable().signum() >= 0
                        && leavesDiscounts(CommercialInvoice.of(without, after), draft, basis)
                ? new Drafted(draft, correcting, arrears)
                : new Drafted(CommercialInvoice.of(without, basis), basis, Arrears.NONE);
    }

    /** Whether what earlier months give back leaves enough to be taxed for the discounts of the month itself. */
    private static boolean leavesDiscounts(InvoiceDraft alone, InvoiceDraft corrected, CommercialBasis basis) {
        Map<String, Money> taken = new HashMap<>();
        AmountDiscounts.taken(corrected, basis).forEach(one -> taken.put(one.discount(), one.amount()));
        return AmountDiscounts.taken(alone, basis).stream()
                .allMatch(one -> taken.containsKey(one.discount())
                        && taken.get(one.discount()).minus(one.amount()).signum() >= 0);
    }

    /** What a line of a correction does to the line that it names. */
    static LineEffect effect(String number, CorrectionLine line, String root) {
        return new LineEffect(
                number, line.line().number(), line.names(), root, line.key(), LineEffect.Cause.REVISION, line.effect());
    }

    /** Parks what could not be made. */
    static Conclude failed(PeriodSituation.Agreement agreement, RuntimeException e, @Nullable String number) {
        Logger.getLogger(PeriodDecision.class)
                .errorf(
                        e,
                        "a document of contract %s for %s failed",
                        agreement.contract().id(),
                        agreement.period());
        return new Conclude(
                new Outcome.Parked(number, List.of(new HoldReason(HoldReason.DOCUMENT_FAILED, e.toString()))));
    }
}

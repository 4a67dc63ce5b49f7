package io.wattledger.billing.flow;

import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.period.Completeness;
import io.wattledger.billing.period.HoldReason;
import io.wattledger.contracts.message.RatedUsage;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** What is to be done about one contract's month: decided from the situation alone, outside any transaction. */
sealed interface PeriodDecision {

    /** Write down an outcome; nothing is issued. */
    record Conclude(Outcome outcome) implements PeriodDecision {}

    /**
     * Issue, provided that nothing has moved since the situation was read.
     *
     * @param situation from which it was decided
     * @param invoice under the number of the situation's position
     * @param printed its documents
     */
    record Issue(PeriodSituation.Unbilled situation, Invoice invoice, Documents.Printed printed)
            implements PeriodDecision {}

    /** Decides. Whatever cannot be computed or printed is parked, so that it holds up nobody else. */
    static PeriodDecision of(PeriodSituation situation, LocalDate issueDate, Documents documents) {
        return switch (situation) {
            case PeriodSituation.NoContract ignored -> new Conclude(new Outcome.NothingToInvoice());
            case PeriodSituation.WasIssued issued -> new Conclude(afterIssue(issued));
            case PeriodSituation.Unbilled unbilled -> of(unbilled, issueDate, documents);
        };
    }

    private static PeriodDecision of(PeriodSituation.Unbilled unbilled, LocalDate issueDate, Documents documents) {
        PeriodSituation.Agreement agreement = unbilled.agreement();
        List<RatedUsage> usage = unbilled.usage().usage();
        List<HoldReason> missing = new ArrayList<>(
                Completeness.missing(agreement.period(), agreement.contract().currency(), usage, unbilled.now()));
        missing.addAll(Completeness.unreported(agreement.period(), usage, unbilled.watermarks()));
        if (!missing.isEmpty()) {
            return new Conclude(new Outcome.Held(missing));
        }
        try {
            InvoiceDraft draft = InvoiceDraft.of(unbilled.billable());
            if (draft.isEmpty()) {
                return new Conclude(new Outcome.NothingToInvoice());
            }
            String number = agreement.legalEntity().invoiceSeries().number(unbilled.nextPosition());
            Invoice invoice = draft.numbered(number, issueDate);
            Documents.Printed printed = documents.print(invoice);
            return printed.violations().isEmpty()
                    ? new Issue(unbilled, invoice, printed)
                    : new Conclude(new Outcome.Parked(printed.violations()));
        } catch (RuntimeException e) {
            Logger.getLogger(PeriodDecision.class)
                    .errorf(
                            e,
                            "the invoice of contract %s for %s failed",
                            agreement.contract().id(),
                            agreement.period());
            return new Conclude(new Outcome.Parked(List.of(new HoldReason(HoldReason.DOCUMENT_FAILED, e.toString()))));
        }
    }

    private static Outcome afterIssue(PeriodSituation.WasIssued issued) {
        return issued.changedRows() == 0
                ? new Outcome.AlreadyIssued(issued.number())
                : new Outcome.ChangedAfterIssue(
                        issued.number(),
                        List.of(new HoldReason(
                                HoldReason.CHANGED_SINCE,
                                issued.changedRows() + " rated rows differ from what " + issued.number()
                                        + " was computed from")));
    }
}

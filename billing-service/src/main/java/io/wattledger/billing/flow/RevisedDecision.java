package io.wattledger.billing.flow;

import io.wattledger.billing.commercial.CommercialBasis;
import io.wattledger.billing.commercial.CommercialInvoice;
import io.wattledger.billing.contract.Corrections;
import io.wattledger.billing.evidence.CorrectedMonth;
import io.wattledger.billing.evidence.InvoiceBasis;
import io.wattledger.billing.evidence.MonthThen;
import io.wattledger.billing.flow.InvoiceBook.Filing;
import io.wattledger.billing.flow.PeriodDecision.Conclude;
import io.wattledger.billing.flow.PeriodDecision.Correct;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.CreditNote;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.LineEffect;
import io.wattledger.billing.invoice.Remainder;
import io.wattledger.billing.invoice.Revision;
import io.wattledger.billing.period.HoldReason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is to be done about an issued month whose charges have changed. */
final class RevisedDecision {

    private final PeriodSituation.Revised situation;
    private final LocalDate issueDate;
    private final Documents documents;
    private final List<PlannedDocument> planned = new ArrayList<>();

    private RevisedDecision(PeriodSituation.Revised situation, LocalDate issueDate, Documents documents) {
        this.situation = situation;
        this.issueDate = issueDate;
        this.documents = documents;
    }

    static PeriodDecision of(PeriodSituation.Revised situation, LocalDate issueDate, Documents documents) {
        Past past = situation.past();
        try {
            List<HoldReason> obstacles = past.obstacles(situation.now(), issueDate);
            if (!obstacles.isEmpty()) {
                return changed(situation, obstacles);
            }
            if (situation.agreement().contract().billing().corrections() != Corrections.CREDIT_NOTE) {
                return changed(situation, List.of());
            }
            CorrectedMonth month = past.corrected();
            if (!month.revision().changesAmounts()) {
                return changed(situation, List.of(waits("the usage has changed and no amount has")));
            }
            Revision.Split split = past.split(month);
            if (split == null) {
                return changed(
                        situation,
                        List.of(waits(
                                "its invoices have not as much left to be credited as lines became cheaper by, or as"
                                        + " discounts take; the next invoice of the contract corrects it")));
            }
            return new RevisedDecision(situation, issueDate, documents).correct(month, split);
        } catch (RuntimeException e) {
            return PeriodDecision.failed(situation.agreement(), e, past.number());
        }
    }

    private PeriodDecision correct(CorrectedMonth month, Revision.Split split) {
        CommercialBasis unreturned = situation.basis(issueDate, List.of());
        List<String> missing = split.increases().isEmpty()
                ? List.of()
                : unreturned.missingRates(situation.past().invoice().heading().currency());
        if (!missing.isEmpty()) {
            return changed(
                    situation,
                    missing.stream()
                            .map(detail -> new HoldReason(HoldReason.COMMITMENT_RATE_MISSING, detail))
                            .toList());
        }
        for (Map.Entry<String, List<CorrectionLine>> note : split.decreases().entrySet()) {
            Remainder remainder = situation.past().left(note.getKey());
            CreditNote credit = CreditNote.revising(remainder, note.getValue(), split.keptOf(note.getKey()))
                    .telling(split.toldByNote(note.getKey()))
                    .sayingChanged(situation.past().invoice().heading().period().month());
            InvoiceBasis basis = new InvoiceBasis.OfDecrease(
                    note.getKey(), remainder.left(), then(), remainder.across(), new InvoiceBasis.Saying(null));
            plan(Filing.CREDIT_NOTE, credit.numbered(nextNumber(), issueDate), note.getValue(), basis);
        }
        if (!split.increases().isEmpty()) {
            CommercialBasis commercial = situation.basis(issueDate, returned());
            InvoiceDraft draft = CommercialInvoice.of(
                            InvoiceDraft.of(month.withoutUsage(), split.increases()), commercial, split.more())
                    .telling(split.toldByInvoice());
            boolean applied = !commercial.saysNothing() || !split.more().isEmpty();
            InvoiceBasis basis = new InvoiceBasis.OfIncrease(then(), applied ? commercial : null);
            plan(Filing.CORRECTION, draft.numbered(nextNumber(), issueDate), split.increases(), basis);
        }
        List<HoldReason> violations = planned.stream()
                .flatMap(document -> document.printed().violations().stream())
                .toList();
        return violations.isEmpty()
                ? new Correct(situation, List.copyOf(planned))
                : new Conclude(new Outcome.Parked(situation.past().number(), violations));
    }

    /** What the credit notes before it give back to commitments and credits. */
    private List<ContractMoney> returned() {
        return planned.stream()
                .flatMap(note -> Stream.ofNullable(note.invoice().totals().money()))
                .toList();
    }

    private void plan(Filing filing, Invoice invoice, List<CorrectionLine> lines, InvoiceBasis basis) {
        List<LineEffect> effects = lines.stream()
                .map(line -> PeriodDecision.effect(
                        invoice.heading().number(), line, situation.past().number()))
                .toList();
        planned.add(new PlannedDocument(filing, invoice, documents.print(invoice), effects, basis));
    }

    /** What has changed is written down under the first of the documents. */
    private MonthThen then() {
        return situation
                .past()
                .then(planned.isEmpty() ? null : planned.getFirst().number());
    }

    private String nextNumber() {
        return situation.agreement().legalEntity().invoiceSeries().number(situation.nextPosition() + planned.size());
    }

    private static HoldReason waits(String why) {
        return new HoldReason(HoldReason.CORRECTION_WAITS, why);
    }

    private static PeriodDecision changed(PeriodSituation.Revised situation, List<HoldReason> more) {
        String number = situation.past().number();
        List<HoldReason> reasons = new ArrayList<>();
        reasons.add(new HoldReason(
                HoldReason.CHANGED_SINCE,
                situation.changedRows() + " rated rows differ from what " + number + " was computed from"));
        reasons.addAll(more);
        return new Conclude(new Outcome.ChangedAfterIssue(number, reasons));
    }
}

package io.wattledger.billing.commercial;

import static io.wattledger.billing.commercial.SomeTerms.nok;

import io.wattledger.billing.ABillable;
import io.wattledger.billing.RatedDay;
import io.wattledger.billing.contract.CommercialTerms;
import io.wattledger.billing.invoice.ACreditedInvoice;
import io.wattledger.billing.invoice.ContractMoney;
import io.wattledger.billing.invoice.CorrectionLine;
import io.wattledger.billing.invoice.Invoice;
import io.wattledger.billing.invoice.InvoiceDraft;
import io.wattledger.billing.invoice.InvoiceLine;
import io.wattledger.billing.invoice.LineAmount;
import io.wattledger.billing.invoice.Money;
import io.wattledger.billing.tax.TaxDetermination;
import io.wattledger.billing.tax.VatCategory;
import io.wattledger.billing.tax.VatTreatment;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Months that are billed, revised and credited, for tests. */
final class SomeRevisions {

    private static final int CASES = 300;
    private static final VatTreatment REDUCED =
            TaxDetermination.treatment(VatCategory.S, new BigDecimal("15"), null, null);

    private SomeRevisions() {}

    /** Seeds of random months. */
    static List<Long> seeds() {
        return new Random(20_261_129L).longs(CASES).boxed().toList();
    }

    /** The credit note of lines that became cheaper. */
    static Invoice cheapen(ACreditedInvoice books, Map<Integer, Money> amounts) {
        return Objects.requireNonNull(books.revise(Objects.requireNonNull(books.revision(amounts))));
    }

    /** The invoice of October. */
    static Invoice billed(InvoiceDraft draft, SomeTerms terms) {
        return CommercialInvoice.of(draft, terms.basis()).numbered("NO26-000001", SomeTerms.ISSUED);
    }

    /** The same with the lines that belong to commitments. */
    static ACreditedInvoice counting(InvoiceDraft draft, SomeTerms terms) {
        Invoice invoice = billed(draft, terms);
        return new ACreditedInvoice(invoice, CommitmentLines.of(invoice, terms.basis()));
    }

    /** An invoice of corrections. */
    static Invoice correcting(List<CorrectionLine> lines, SomeTerms terms, MoneyState before) {
        return correcting(lines, terms, before, SomeTerms.ISSUED);
    }

    /** An invoice of corrections. */
    static Invoice correcting(List<CorrectionLine> lines, SomeTerms terms, MoneyState before, LocalDate issueDate) {
        CommercialBasis of = terms.basis();
        CommercialBasis basis = new CommercialBasis(
                new CommercialTerms(List.of(), of.terms().commitments()),
                of.contract(),
                of.month(),
                false,
                before,
                issueDate,
                of.rates());
        return CommercialInvoice.of(InvoiceDraft.of(ABillable.of(), lines), basis)
                .numbered("NO26-000002", issueDate);
    }

    /** What a document counts towards its one commitment. */
    static Money counted(Invoice document) {
        ContractMoney money = document.totals().money();
        return money == null || money.commitments().isEmpty()
                ? nok("0.00")
                : money.commitments().getFirst().counted();
    }

    /** What the invoice and its credit notes come to: without VAT and VAT by rate, in money, and of each credit and commitment. */
    static Map<String, Money> stands(ACreditedInvoice books) {
        Map<String, Money> stands = new TreeMap<>();
        add(stands, books.invoice(), false);
        books.notes().forEach(note -> add(stands, note, true));
        stands.values().removeIf(money -> money.signum() == 0);
        return stands;
    }

    /** Adds what a document comes to. */
    static void add(Map<String, Money> stands, Invoice document, boolean isNote) {
        document.vatBreakdown().forEach(one -> {
            String rate = one.vat().ratePercent().toPlainString();
            stands.merge(rate + " % taxed", isNote ? one.taxable().negated() : one.taxable(), Money::plus);
            stands.merge(rate + " % tax", isNote ? one.tax().negated() : one.tax(), Money::plus);
        });
        Money payable = document.totals().payable();
        stands.merge("money", isNote ? payable.negated() : payable, Money::plus);
        ContractMoney money = document.totals().money();
        if (money != null) {
            money.credits().forEach(credit -> stands.merge(credit.id(), credit.drawn(), Money::plus));
            money.commitments().forEach(one -> stands.merge(one.id(), one.counted(), Money::plus));
        }
    }

    /** What a document draws from a credit; below zero where it gives back. */
    static Money drawn(Invoice document, String credit) {
        ContractMoney money = document.totals().money();
        return money == null
                ? nok("0.00")
                : money.credits().stream()
                        .filter(one -> one.id().equals(credit))
                        .map(ContractMoney.CreditDrawn::drawn)
                        .reduce(nok("0.00"), Money::plus);
    }

    /** Lines at other amounts. */
    static List<InvoiceLine> costing(List<InvoiceLine> lines, Map<Integer, Money> amounts) {
        return lines.stream()
                .map(line -> {
                    Money amount =
                            amounts.getOrDefault(line.number(), line.amount().net());
                    return line.costing(new LineAmount(amount, amount.amount()));
                })
                .toList();
    }

    /** Lines of GPU time and energy; a few at a second rate, as lines are that correct a month before a reduction. */
    static InvoiceDraft month(Random random) {
        List<RatedDay> days = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 1; i <= count; i++) {
            days.add(day(i).at("project-" + i, random.nextBoolean() ? "glomfjord" : "narvik", "h100-sxm")
                    .gpuHours("1", cents(random, 200_000))
                    .energy("10", cents(random, 50_000)));
        }
        InvoiceDraft draft = InvoiceDraft.of(ABillable.of(days.toArray(RatedDay[]::new)));
        List<InvoiceLine> lines = draft.lines().stream()
                .map(line -> random.nextInt(4) > 0
                        ? line
                        : new InvoiceLine(
                                line.number(),
                                line.item(),
                                line.quantity(),
                                line.amount(),
                                REDUCED,
                                line.chargePeriod(),
                                line.facts(),
                                line.provenance()))
                .toList();
        return draft.with(lines, List.of());
    }

    /** A day of October. */
    static RatedDay day(int day) {
        return RatedDay.of("havvik", "c-2026", "2026-10-0" + day);
    }

    /** An amount of at least a hundredth and at most so many. */
    static String cents(Random random, int most) {
        return BigDecimal.valueOf(1 + random.nextInt(most), 2).toPlainString();
    }
}

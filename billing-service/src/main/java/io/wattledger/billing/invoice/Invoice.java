package io.wattledger.billing.invoice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issued invoice, complete: every document is a pure function of this value and of nothing else. Parties are
 * snapshots as they were at issue.
 *
 * @param heading number, dates, currency and period
 * @param seller who bills
 * @param buyer who is billed
 * @param references by which the buyer files it
 * @param lines in order of their number, at least one
 * @param vatBreakdown one entry per category and rate (BG-23), in order of category and then rate
 * @param totals document totals (BG-22)
 * @param allowances what is taken off across lines (BG-20); none in what was stored before there were any
 */
public record Invoice(
        Heading heading,
        Seller seller,
        Buyer buyer,
        References references,
        List<InvoiceLine> lines,
        List<VatSubtotal> vatBreakdown,
        Totals totals,
        @Nullable List<DocumentAllowance> allowances) {

    /** Copies the lists, so that an invoice once made does not change. */
    public Invoice {
        lines = List.copyOf(lines);
        vatBreakdown = List.copyOf(vatBreakdown);
        allowances = allowances == null ? List.of() : List.copyOf(allowances);
    }

    /** An invoice without allowances across lines. */
    public Invoice(
            Heading heading,
            Seller seller,
            Buyer buyer,
            References references,
            List<InvoiceLine> lines,
            List<VatSubtotal> vatBreakdown,
            Totals totals) {
        this(heading, seller, buyer, references, lines, vatBreakdown, totals, List.of());
    }

    /** What is taken off across lines, in order. */
    @Override
    public List<DocumentAllowance> allowances() {
        return allowances == null ? List.of() : allowances;
    }

    /**
     * Whether it states parties and money as earlier documents did: a credit note, or an invoice of nothing but what its own month
     * became dearer by, which goes between the parties of the month's first one. Arrears of earlier months on the invoice of a later
     * one go between the parties of that one.
     */
    public boolean statesWhatOthersDid() {
        return heading.type() == DocumentType.CREDIT_NOTE || lines.stream().allMatch(this::correctsOwnMonth);
    }

    private boolean correctsOwnMonth(InvoiceLine line) {
        return line.provenance().corrects() != null
                && !line.chargePeriod().start().isBefore(heading.period().start());
    }

    /** BT-83: what a payer states, the number where nothing else is agreed. */
    public String paymentReference() {
        String agreed = references.paymentReference();
        return agreed == null ? heading.number() : agreed;
    }

    /** In which electronic documents the buyer gets it. */
    public List<DocumentFormat> documents() {
        List<DocumentFormat> agreed = references.documents();
        return agreed == null ? DocumentFormat.usual(buyer.identity().country(), buyer.kind()) : agreed;
    }
}

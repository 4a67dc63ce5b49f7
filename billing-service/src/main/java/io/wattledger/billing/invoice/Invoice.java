package io.wattledger.billing.invoice;

import java.util.List;

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
 */
public record Invoice(
        Heading heading,
        Seller seller,
        Buyer buyer,
        References references,
        List<InvoiceLine> lines,
        List<VatSubtotal> vatBreakdown,
        Totals totals) {

    /** Copies the lists, so that an invoice once made does not change. */
    public Invoice {
        lines = List.copyOf(lines);
        vatBreakdown = List.copyOf(vatBreakdown);
    }
}

package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.billing.invoice.DocumentType;
import io.wattledger.billing.invoice.Invoice;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * An issued document and the billing period that its rows belong to. What corrects an invoiced month belongs to the month
 * in which it was issued, and at least to the one after, so that the rows of a month that was exported never change (F13).
 *
 * @param invoice the invoice or credit note
 * @param billingMonth in the contract's time zone
 * @param correction whether all of it corrects an issued month
 */
public record FocusDocument(Invoice invoice, YearMonth billingMonth, boolean correction) {

    /** The invoice of a month. */
    public static FocusDocument invoice(Invoice invoice) {
        return new FocusDocument(
                invoice, YearMonth.from(invoice.heading().period().firstDay()), false);
    }

    /** A credit note, or an invoice of what became dearer after the month was invoiced. */
    public static FocusDocument correction(Invoice invoice) {
        YearMonth issued = YearMonth.from(invoice.heading().issueDate());
        YearMonth next = YearMonth.from(invoice.heading().period().firstDay()).plusMonths(1);
        return new FocusDocument(invoice, issued.isAfter(next) ? issued : next, true);
    }

    /** The number of the document. */
    public String number() {
        return invoice.heading().number();
    }

    /** First instant of the billing month. */
    public Instant periodStart() {
        return billingMonth.atDay(1).atStartOfDay(zone()).toInstant();
    }

    /** First instant after the billing month. */
    public Instant periodEnd() {
        return billingMonth.plusMonths(1).atDay(1).atStartOfDay(zone()).toInstant();
    }

    /** The days that the document bills, or that what it corrects billed. */
    BillingPeriod billedDays() {
        return invoice.heading().period();
    }

    /** What is due from the tenant: a credit note says in positive amounts what costs less. */
    public BigDecimal payable() {
        return signed(invoice.totals().payable().amount());
    }

    /** An amount of the document as it counts for the tenant. */
    BigDecimal signed(BigDecimal amount) {
        return invoice.heading().type() == DocumentType.CREDIT_NOTE ? amount.negate() : amount;
    }

    private ZoneId zone() {
        return invoice.heading().period().timeZone();
    }
}

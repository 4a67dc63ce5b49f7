package io.wattledger.billing.focus;

import io.wattledger.billing.invoice.CreditedInvoice;
import io.wattledger.billing.invoice.Heading;
import io.wattledger.billing.invoice.References;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the rows of the Invoice Detail dataset of FOCUS 1.4 from those of Cost and Usage: one per document and charge
 * category, to which the rows with its {@code InvoiceDetailId} add up (F21). Only what is issued is exported, and nothing
 * issued ever changes, so each detail was last updated when it was made.
 */
public final class InvoiceDetails implements FocusWriter {

    private final FocusWriter details;
    private final Map<ChargeCategory, BigDecimal> sums = new EnumMap<>(ChargeCategory.class);

    /** Hands its rows to {@code details}, which {@link #close} closes. */
    public InvoiceDetails(FocusWriter details) {
        this.details = details;
    }

    @Override
    public void row(FocusRow row) {
        for (ChargeCategory category : ChargeCategory.values()) {
            if (row.says(FocusColumn.CHARGE_CATEGORY, category.text())) {
                sums.merge(
                        category,
                        Objects.requireNonNullElse(row.decimal(FocusColumn.BILLED_COST), BigDecimal.ZERO),
                        BigDecimal::add);
            }
        }
    }

    @Override
    public void end(FocusDocument document) {
        sums.forEach((category, sum) -> details.row(detail(document, category, sum)));
        sums.clear();
    }

    @Override
    public void close() throws IOException {
        details.close();
    }

    private static FocusRow detail(FocusDocument document, ChargeCategory category, BigDecimal sum) {
        Heading heading = document.invoice().heading();
        References references = document.invoice().references();
        CreditedInvoice credited = heading.credited();
        Instant issued = instant(document, heading.issueDate());
        return new FocusRow()
                .set(FocusColumn.BILLED_COST, sum)
                .set(FocusColumn.BILLING_ACCOUNT_ID, document.invoice().buyer().tenant())
                .set(FocusColumn.BILLING_CURRENCY, heading.currency().getCurrencyCode())
                .set(FocusColumn.BILLING_PERIOD_END, document.periodEnd())
                .set(FocusColumn.BILLING_PERIOD_START, document.periodStart())
                .set(FocusColumn.CHARGE_CATEGORY, category.text())
                .set(FocusColumn.INVOICE_DETAIL_CREATED, issued)
                .set(FocusColumn.INVOICE_DETAIL_DESCRIPTION, category.text() + " of " + document.number())
                .set(FocusColumn.INVOICE_DETAIL_ID, category.detail(document.number()))
                .set(FocusColumn.INVOICE_DETAIL_LAST_UPDATED, issued)
                .set(FocusColumn.INVOICE_ID, document.number())
                .set(FocusColumn.INVOICE_ISSUE_DATE, issued)
                .set(FocusColumn.INVOICE_ISSUE_STATUS, "Issued")
                .set(
                        FocusColumn.INVOICE_ISSUER_NAME,
                        document.invoice().seller().name())
                .set(FocusColumn.PAYMENT_DUE_DATE, instant(document, heading.dueDate()))
                .set(FocusColumn.PAYMENT_TERMS, "Net " + references.paymentTermsDays() + " days")
                .set(FocusColumn.PURCHASE_ORDER_NUMBER, references.orderReference())
                .set(FocusColumn.REFERENCE_INVOICE_ID, credited == null ? document.number() : credited.number());
    }

    private static Instant instant(FocusDocument document, LocalDate day) {
        return day.atStartOfDay(document.billedDays().timeZone()).toInstant();
    }
}

package io.wattledger.billing.account;

import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.bookkeeping.GeneralLedger;
import io.wattledger.billing.invoice.Seller;
import org.jspecify.annotations.Nullable;

/**
 * A legal entity of the operator.
 *
 * @param seller what its invoices say of it
 * @param invoiceSeries from which its invoices get their numbers
 * @param chart on which accounts its journal posts; absent where it has no journal
 * @param ledger what these accounts are, and where reminders are booked; absent where nothing is said of it
 * @param retentionYears for how many years it keeps its documents; absent for as long as the law of its country says
 */
public record LegalEntity(
        Seller seller,
        InvoiceSeries invoiceSeries,
        @Nullable ChartOfAccounts chart,
        @Nullable GeneralLedger ledger,
        @Nullable Integer retentionYears) {

    /** A legal entity that keeps its documents for as long as the law says. */
    public LegalEntity(
            Seller seller,
            InvoiceSeries invoiceSeries,
            @Nullable ChartOfAccounts chart,
            @Nullable GeneralLedger ledger) {
        this(seller, invoiceSeries, chart, ledger, null);
    }

    /** A legal entity without a journal. */
    public LegalEntity(Seller seller, InvoiceSeries invoiceSeries) {
        this(seller, invoiceSeries, null, null, null);
    }

    /** A legal entity of whose general ledger nothing is said beside the accounts of documents. */
    public LegalEntity(Seller seller, InvoiceSeries invoiceSeries, ChartOfAccounts chart) {
        this(seller, invoiceSeries, chart, null, null);
    }

    /** Its id in the catalog. */
    public String id() {
        return seller.legalEntity();
    }
}

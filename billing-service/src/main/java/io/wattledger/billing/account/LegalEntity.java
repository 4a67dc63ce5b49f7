package io.wattledger.billing.account;

import io.wattledger.billing.bookkeeping.ChartOfAccounts;
import io.wattledger.billing.invoice.Seller;
import org.jspecify.annotations.Nullable;

/**
 * A legal entity of the operator.
 *
 * @param seller what its invoices say of it
 * @param invoiceSeries from which its invoices get their numbers
 * @param chart on which accounts its journal posts; absent where it has no journal
 */
public record LegalEntity(
        Seller seller,
        InvoiceSeries invoiceSeries,
        @Nullable ChartOfAccounts chart) {

    /** A legal entity without a journal. */
    public LegalEntity(Seller seller, InvoiceSeries invoiceSeries) {
        this(seller, invoiceSeries, null);
    }

    /** Its id in the catalog. */
    public String id() {
        return seller.legalEntity();
    }
}

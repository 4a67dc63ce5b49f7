package io.wattledger.billing.account;

import io.wattledger.billing.invoice.Seller;

/**
 * A legal entity of the operator.
 *
 * @param seller what its invoices say of it
 * @param invoiceSeries from which its invoices get their numbers
 */
public record LegalEntity(Seller seller, InvoiceSeries invoiceSeries) {

    /** Its id in the catalog. */
    public String id() {
        return seller.legalEntity();
    }
}

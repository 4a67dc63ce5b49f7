package io.wattledger.billing.contract;

import io.wattledger.billing.invoice.DocumentFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By what the buyer files invoices of a contract; at least one of the first two is needed for Peppol (R003).
 *
 * @param buyerReference BT-10; the Leitweg-ID for a German authority
 * @param orderReference BT-13
 * @param contractReference the buyer's name of the contract (BT-12)
 * @param documents in which electronic documents the buyer gets invoices; absent for those usual in its country
 * @param customerNumber by which the seller's bank knows the buyer: digits, part of a KID
 */
public record ContractReferences(
        @Nullable String buyerReference,
        @Nullable String orderReference,
        @Nullable String contractReference,
        @Nullable List<DocumentFormat> documents,
        @Nullable String customerNumber) {

    /** References of a buyer who gets what is usual. */
    public ContractReferences(
            @Nullable String buyerReference, @Nullable String orderReference, @Nullable String contractReference) {
        this(buyerReference, orderReference, contractReference, null, null);
    }
}

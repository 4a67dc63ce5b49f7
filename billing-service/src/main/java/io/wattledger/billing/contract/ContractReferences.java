package io.wattledger.billing.contract;

import org.jspecify.annotations.Nullable;

/**
 * By what the buyer files invoices of a contract; at least one of the first two is needed for Peppol (R003).
 *
 * @param buyerReference BT-10; the Leitweg-ID for a German authority
 * @param orderReference BT-13
 * @param contractReference the buyer's name of the contract (BT-12)
 */
public record ContractReferences(
        @Nullable String buyerReference,
        @Nullable String orderReference,
        @Nullable String contractReference) {}

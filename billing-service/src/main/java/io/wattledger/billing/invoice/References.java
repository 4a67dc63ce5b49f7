package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * By what buyer and seller file an invoice.
 *
 * @param contract id of the contract in the catalog
 * @param contractReference the buyer's name of the contract (BT-12)
 * @param buyerReference BT-10
 * @param orderReference BT-13
 * @param paymentTermsDays days from issue to due date (BT-20)
 */
public record References(
        String contract,
        @Nullable String contractReference,
        @Nullable String buyerReference,
        @Nullable String orderReference,
        int paymentTermsDays) {}

package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * The account that is billed, as it was at issue (BG-7).
 *
 * @param tenant its id in the suite
 * @param name registered name (BT-44)
 * @param kind public body or business
 * @param identity registers
 * @param electronicAddress where it receives electronic documents
 * @param address postal address
 * @param email where invoices are mailed
 * @param language BCP 47 tag of the language it wants to read
 */
public record Buyer(
        String tenant,
        String name,
        BuyerKind kind,
        LegalIdentity identity,
        @Nullable ElectronicAddress electronicAddress,
        PostalAddress address,
        @Nullable String email,
        String language) {}

package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * By which registers a party is known.
 *
 * @param country ISO 3166-1 alpha-2 code of the country of registration
 * @param registrationNumber number in that country's company register (BT-30, BT-47)
 * @param vatNumber VAT identifier with country prefix (BT-31, BT-48)
 * @param registerNote words the law wants beside it, for example {@code Foretaksregisteret} (BT-32)
 */
public record LegalIdentity(
        String country,
        @Nullable String registrationNumber,
        @Nullable String vatNumber,
        @Nullable String registerNote) {}

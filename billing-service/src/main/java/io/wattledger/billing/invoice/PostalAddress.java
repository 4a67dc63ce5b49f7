package io.wattledger.billing.invoice;

import org.jspecify.annotations.Nullable;

/**
 * A postal address (BG-5, BG-8).
 *
 * @param street first line
 * @param additionalStreet second line
 * @param city town
 * @param postalCode post code
 * @param country ISO 3166-1 alpha-2
 */
public record PostalAddress(
        @Nullable String street,
        @Nullable String additionalStreet,
        @Nullable String city,
        @Nullable String postalCode,
        String country) {}

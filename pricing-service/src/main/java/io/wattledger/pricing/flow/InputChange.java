package io.wattledger.pricing.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that charges are made from has changed.
 *
 * @param kind what it is
 * @param subject its id; the tenant for an account
 * @param start first instant from which it may matter; absent means ever
 * @param end first instant from which it no longer matters; absent means never
 */
public record InputChange(
        Kind kind,
        String subject,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** What has changed. */
    public enum Kind {
        /** A price series. */
        PRICE,
        /** An exchange rate. */
        RATE,
        /** A carbon series. */
        CARBON,
        /** A tariff. */
        TARIFF,
        /** A site. */
        SITE,
        /** A SKU. */
        SKU,
        /** A tenant's account. */
        ACCOUNT
    }
}

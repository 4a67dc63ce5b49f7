package io.wattledger.pricing.tariff;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person did to a tariff version; written down for ever.
 *
 * @param tariff id of the tariff
 * @param version the version as it was in that step
 * @param action what was done
 * @param person who did it
 * @param at when
 * @param draft id of the draft; absent where the version came with a catalog
 */
public record PublishingStep(
        String tariff,
        TariffVersion version,
        Action action,
        String person,
        Instant at,
        @Nullable String draft) {

    /** What can be done to a tariff version. */
    public enum Action {
        /** Proposed. */
        DRAFTED,
        /** Approved by a second person; in force from then on. */
        APPROVED,
        /** The proposal was withdrawn. */
        WITHDRAWN,
        /** Put in force by a catalog, without a second person. */
        APPLIED,
        /** Taken away by a catalog. */
        REMOVED
    }
}

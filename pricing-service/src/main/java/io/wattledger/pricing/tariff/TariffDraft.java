package io.wattledger.pricing.tariff;

import java.time.Instant;

/**
 * A tariff version that somebody proposes and nobody has approved. It never changes; another proposal is another draft.
 *
 * @param id given when it was written
 * @param tariff id of the tariff, which may be a new one
 * @param name what people call the tariff
 * @param currency ISO 4217 code of the tariff
 * @param version the version as a whole
 * @param author who wrote it
 * @param draftedAt when
 */
public record TariffDraft(
        String id,
        String tariff,
        String name,
        String currency,
        TariffVersion version,
        String author,
        Instant draftedAt) {}

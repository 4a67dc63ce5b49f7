package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import org.jspecify.annotations.Nullable;

/**
 * A tariff version as somebody proposes it.
 *
 * @param tariff id of the tariff
 * @param name what people call the tariff; absent where it keeps its name
 * @param currency ISO 4217 code; absent where the tariff exists already, which keeps its own
 * @param version the whole version; it takes the place of one that begins on the same day
 */
public record TariffDraftForm(
        String tariff, @Nullable String name, @Nullable String currency, VersionForm version) {}

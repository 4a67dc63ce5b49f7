package io.wattledger.contracts.message;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Emissions of the electricity behind a charge period, by both methods of the GHG Protocol's Scope 2 Guidance (chapter 4);
 * the two are never added or netted. Facility energy is counted.
 *
 * @param locationBasedGrams grams of CO2 equivalent by the grid's factor of each slot; absent where no factor is known at
 *     all
 * @param marketBasedGrams grams of CO2 equivalent by certificates and residual mix; absent where no method is set
 * @param facilityKwh energy that has a location-based factor
 * @param unknownKwh energy that has none
 * @param documents SHA-256 (hex) of the documents that stated the factors, sorted
 */
public record Carbon(
        @Nullable BigDecimal locationBasedGrams,
        @Nullable BigDecimal marketBasedGrams,
        BigDecimal facilityKwh,
        BigDecimal unknownKwh,
        List<String> documents) {

    /** Copies the list. */
    public Carbon {
        documents = List.copyOf(documents);
    }
}

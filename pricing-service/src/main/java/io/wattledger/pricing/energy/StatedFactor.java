package io.wattledger.pricing.energy;

import java.math.BigDecimal;

/**
 * A carbon factor with the document that stated it.
 *
 * @param gramsPerKwh grams of CO2 per kWh
 * @param document SHA-256 (hex) of the document
 * @param state preliminary for a forecast, final for what was measured
 */
public record StatedFactor(BigDecimal gramsPerKwh, String document, ValueState state) {}

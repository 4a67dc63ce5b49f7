package io.wattledger.pricing.energy;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One stated carbon factor.
 *
 * @param start first instant at which it holds; it holds for the resolution of its series
 * @param gramsPerKwh grams of CO2 per kWh; not negative
 * @param state preliminary for a forecast, final for what was measured
 */
public record CarbonFactor(Instant start, BigDecimal gramsPerKwh, ValueState state) {}

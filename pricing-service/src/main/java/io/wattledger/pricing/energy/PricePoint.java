package io.wattledger.pricing.energy;

import java.time.Instant;

/**
 * One stated price.
 *
 * @param start first instant at which it holds; it holds for the resolution of its series
 * @param price in the currency of its series
 */
public record PricePoint(Instant start, EnergyPrice price) {}

package io.wattledger.pricing.energy;

/**
 * A price with the document that stated it.
 *
 * @param price as stated
 * @param document SHA-256 (hex) of the document
 */
public record StatedPrice(EnergyPrice price, String document) {}

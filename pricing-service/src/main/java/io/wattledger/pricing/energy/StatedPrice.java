package io.wattledger.pricing.energy;

/**
 * A price with the document that stated it.
 *
 * @param price as stated
 * @param document SHA-256 (hex) of the document
 * @param state whether its publisher stands by it; a preliminary price is used until the final one comes
 */
public record StatedPrice(EnergyPrice price, String document, ValueState state) {

    /** A final price. */
    public StatedPrice(EnergyPrice price, String document) {
        this(price, document, ValueState.FINAL);
    }
}

package io.wattledger.pricing.energy;

/** Whether its publisher stands by a value. A preliminary value is used as long as there is no final one, and marked. */
public enum ValueState {
    /** May still change without a correction of the publisher: a price before the final exchange rate, a forecast. */
    PRELIMINARY,
    /** The publisher's last word, unless it corrects itself. */
    FINAL
}

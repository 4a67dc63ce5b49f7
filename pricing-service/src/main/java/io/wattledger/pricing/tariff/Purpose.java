package io.wattledger.pricing.tariff;

/** What a price per kWh is for. */
public enum Purpose {
    /** The energy itself. */
    ENERGY,
    /** The use of the grid. */
    GRID
}

package io.wattledger.pricing.tariff;

/** Which energy a price counts. */
public enum EnergyMeasure {
    /** What the IT itself draws; a price for it already contains the overhead of the site. */
    IT,
    /** What the facility's meter counts: IT energy times the site's PUE. */
    FACILITY
}

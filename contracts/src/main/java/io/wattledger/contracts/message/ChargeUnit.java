package io.wattledger.contracts.message;

/** Units of charge quantities. */
public enum ChargeUnit {
    /** One GPU for one hour. */
    GPU_HOUR,
    /** Kilowatt-hours drawn at the facility's meter, that is IT energy times PUE. */
    FACILITY_KWH
}

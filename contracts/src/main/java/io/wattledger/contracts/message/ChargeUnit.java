package io.wattledger.contracts.message;

/** Units of charge quantities. */
public enum ChargeUnit {
    /** One GPU for one hour. */
    GPU_HOUR,
    /** Kilowatt-hours drawn at the facility's meter, that is IT energy times PUE. */
    FACILITY_KWH,
    /** Kilowatt-hours drawn by the IT itself. */
    IT_KWH,
    /** One kilowatt of capacity for one month. */
    KILOWATT_MONTH,
    /** One kilowatt of a peak. */
    KILOWATT,
    /** One site for one local day. */
    SITE_DAY,
    /** One certificate of a whole MWh. */
    CERTIFICATE,
    /** One of something that is not counted otherwise, for example a share of other charges. */
    ONE
}

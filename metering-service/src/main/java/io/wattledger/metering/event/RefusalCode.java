package io.wattledger.metering.event;

/**
 * Every reason for which a usage report is refused. The list is closed and its codes are part of the public contract
 * (docs/events.md): a code never changes its meaning.
 */
public enum RefusalCode {
    /** The bytes are no JSON, or not the JSON object they should be. */
    MALFORMED_JSON("malformed-json"),
    /** The attributes that make a CloudEvent are not there. */
    NOT_A_CLOUD_EVENT("not-a-cloudevent"),
    /** The event follows another version of CloudEvents than 1.0. */
    UNSUPPORTED_SPEC_VERSION("unsupported-specversion"),
    /** The type of the event is none that metering knows. */
    UNKNOWN_TYPE("unknown-type"),
    /** A member that must be there is missing or blank. */
    MISSING_FIELD("missing-field"),
    /**
     * A member is there but cannot be read: another JSON type, given twice, too long, no time, control characters, no
     * UTF-8, or a character that ends the name elsewhere.
     */
    INVALID_FIELD("invalid-field"),
    /** The event names another tenant than the one its sender was authenticated for. */
    TENANT_MISMATCH("tenant-mismatch"),
    /** The site is in no catalog. */
    UNKNOWN_SITE("unknown-site"),
    /** The site is planned only, or was retired before the usage ended. */
    SITE_NOT_IN_SERVICE("site-not-in-service"),
    /** The SKU is in no catalog. */
    UNKNOWN_SKU("unknown-sku"),
    /** Both or neither of {@code gpuCount} and {@code gpuThousandths} are given. */
    GPU_COUNT_AMBIGUOUS("gpu-count-ambiguous"),
    /** The count of GPUs is zero, negative or above what one allocation can be. */
    GPU_COUNT_OUT_OF_RANGE("gpu-count-out-of-range"),
    /** A time has digits below the millisecond. */
    TIME_OFF_MILLISECOND("time-off-millisecond"),
    /** The end is not after the start. */
    END_NOT_AFTER_START("end-not-after-start"),
    /** The allocation starts before anything that can be metered. */
    BEFORE_EARLIEST_START("before-earliest-start"),
    /** The allocation ends later than clocks can be apart. */
    IN_THE_FUTURE("in-the-future"),
    /** One report covers more time than one report may. */
    INTERVAL_TOO_LONG("interval-too-long"),
    /** The measured energy is negative or more than the GPUs could draw. */
    ENERGY_OUT_OF_RANGE("energy-out-of-range"),
    /** The devices are not as many different ones as GPUs are counted. */
    DEVICE_COUNT_MISMATCH("device-count-mismatch"),
    /** The event would correct itself, or is of a kind that cannot take the place of another. */
    NOT_CORRECTABLE("not-correctable"),
    /** With what was reported before, a quarter-hour would have more than any series can use. */
    QUARTER_HOUR_OVERFULL("quarter-hour-overfull"),
    /** The allocation has been started and stopped, or interrupted, more often than can be kept under one name. */
    ALLOCATION_OVERFULL("allocation-overfull"),
    /** Too many collectors have reported for the site, and one more is none that anybody waits for. */
    TOO_MANY_COLLECTORS("too-many-collectors"),
    /** Of one counter there are more readings at one instant than anybody needs. */
    INSTANT_OVERFULL("instant-overfull"),
    /** The event keeps every rule, and the database refuses what it comes to: a fault of metering, or of a row that it meets. */
    NOT_STORABLE("not-storable");

    private final String code;

    RefusalCode(String code) {
        this.code = code;
    }

    /** The stable code as it stands in answers, headers and rows. */
    public String code() {
        return code;
    }
}

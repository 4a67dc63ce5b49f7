package io.wattledger.metering.device;

/** What becomes of the time at which a device is claimed more than once. */
public enum ClaimPolicy {
    /** The claim that began first counts; the others count only where it does not reach. */
    FIRST_CLAIM("first-claim"),
    /** No claim counts where there are two, until one of them is corrected or withdrawn. */
    HOLD_BOTH("hold-both");

    private final String code;

    ClaimPolicy(String code) {
        this.code = code;
    }

    /** The name in settings, rows and answers. */
    public String code() {
        return code;
    }
}

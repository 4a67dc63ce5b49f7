package io.wattledger.metering.event;

import io.wattledger.metering.event.Verdict.Refused;

/**
 * A report keeps every rule and still cannot be metered: with what stands already, a figure would be more than anybody can have
 * used, or an allocation be kept in more than one row can hold. That shows only when the report takes effect, and in a batch not
 * which report it is.
 */
public final class BeyondBound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;

    /** Says how a report is refused that goes beyond the bound. */
    public BeyondBound(RefusalCode code, String field, String rule) {
        super(code.code() + ": " + rule, null, false, false);
        this.refused = new Refused(code, field, null, rule);
    }

    /** How a report is refused that goes beyond the bound. */
    public Refused refused() {
        return refused;
    }
}

package io.wattledger.metering.flow;

import io.wattledger.metering.meter.Fault;
import java.util.List;

/** What was asked of a meter cannot be done; nothing of it took effect. */
public final class MeterRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<Fault> faults;

    /** Why; each is a problem of its own at the door. */
    public enum Reason {
        /** The meter or the question breaks rules. */
        INVALID,
        /** There is no such meter, or it is somebody else's. */
        UNKNOWN,
        /** The tenant has a meter of that slug. */
        EXISTS,
        /** Others are being answered. */
        BUSY
    }

    MeterRefused(Reason reason, String detail, List<Fault> faults) {
        super(detail);
        this.reason = reason;
        this.faults = List.copyOf(faults);
    }

    static MeterRefused invalid(List<Fault> faults) {
        Fault first = faults.getFirst();
        return new MeterRefused(Reason.INVALID, first.member() + " " + first.detail(), faults);
    }

    static MeterRefused unknown(String idOrSlug) {
        return new MeterRefused(Reason.UNKNOWN, "there is no meter " + idOrSlug, List.of());
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The members that are wrong; empty where none is named. */
    public List<Fault> faults() {
        return faults;
    }
}

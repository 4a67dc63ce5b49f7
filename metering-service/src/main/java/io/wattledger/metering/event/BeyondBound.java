package io.wattledger.metering.event;

import io.wattledger.metering.event.Verdict.Refused;
import java.util.Set;

/**
 * A report keeps every rule and still cannot be metered: with what stands already, a figure would be more than anybody can have
 * used, or an allocation be kept in more than one row can hold. That shows only when the report takes effect, and in a batch mostly
 * not which report it is.
 */
public final class BeyondBound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refused refused;
    private final transient Set<EventKey> events;

    /** Says how a report is refused that goes beyond the bound; which one it is must be found out. */
    public BeyondBound(RefusalCode code, String field, String rule) {
        this(code, field, rule, Set.of());
    }

    /** Says how reports are refused that go beyond the bound, and which these are. */
    public BeyondBound(RefusalCode code, String field, String rule, Set<EventKey> events) {
        super(code.code() + ": " + rule, null, false, false);
        this.refused = new Refused(code, field, null, rule);
        this.events = Set.copyOf(events);
    }

    /** How a report is refused that goes beyond the bound. */
    public Refused refused() {
        return refused;
    }

    /** Without which the others keep this bound; empty where that is not known. */
    public Set<EventKey> events() {
        return events;
    }
}

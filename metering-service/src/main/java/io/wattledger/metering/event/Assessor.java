package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.event.UsageWithdrawn;
import io.wattledger.metering.event.Verdict.Accepted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an arrival may be metered, under the limits and with the sites and SKUs of one moment. The first rule
 * that is broken names the refusal; the order is from the envelope inwards. What its data must be like is said by the
 * rules of each kind.
 */
public final class Assessor {

    /** The tenant of what belongs to no tenant. */
    public static final String NOBODY = "-";

    private static final String SPEC_VERSION = "1.0";
    private static final String TENANT_RULE =
            "a tenant has no '/', which ends the tenant in record keys, and is not '-', which stands for nobody";

    private static final String NODE_RULE =
            "must be left out: the energy of a node is reported by the operator, since a node may carry several tenants";

    private static final String REASON_RULE = "must be given where " + UsageEventTypes.CORRECTION_REASON_EXTENSION
            + " is: the id of the event in whose place this one is";

    private final IntervalRules intervals;
    private final MarkRules marks;
    private final BeatRules beats;
    private final EnergyRules energy;
    private final NodeRules nodes;
    private final CollectorRules collectors;
    private final MeterEventRules meterEvents;

    /** Assesses under {@code rules} with the {@code references} known at {@code now}. */
    public Assessor(UsageRules rules, References references, Instant now) {
        FieldChecks checks = new FieldChecks(rules, references, now);
        this.intervals = new IntervalRules(checks);
        this.marks = new MarkRules(checks);
        this.beats = new BeatRules(checks);
        this.energy = new EnergyRules(checks);
        this.nodes = new NodeRules(checks);
        this.collectors = new CollectorRules(checks);
        this.meterEvents = new MeterEventRules(checks);
    }

    /** What the rules say of {@code arrival}; never throws for what was sent. */
    public Verdict assess(Arrival arrival) {
        try {
            return check(arrival);
        } catch (Broken broken) {
            return broken.refused();
        }
    }

    /** Whether rows and record keys can name this tenant. */
    public static boolean isTenant(@Nullable String tenant) {
        return WireText.isUsable(tenant, WireText.LONGEST_NAME)
                && String.valueOf(tenant).indexOf('/') < 0
                && !NOBODY.equals(tenant);
    }

    private Accepted check(Arrival arrival) throws Broken {
        if (arrival.contents() instanceof Arrival.Unreadable unreadable && !unreadable.isInData()) {
            throw new Broken(unreadable.refusal());
        }
        Envelope envelope = arrival.envelope();
        EventIdentity identity = identity(envelope);
        Correction correction = correction(identity, envelope);
        UsageReport report =
                switch (arrival.contents()) {
                    case Arrival.Unreadable unreadable -> throw new Broken(unreadable.refusal());
                    case Arrival.Interval interval -> intervals.report(identity, interval.data());
                    case Arrival.Start start -> marks.report(identity, start.data());
                    case Arrival.Stop stop -> marks.report(identity, stop.data());
                    case Arrival.Beat beat -> beats.report(identity, beat.data());
                    case Arrival.Counter counter -> energy.report(identity, counter.data());
                    case Arrival.Energy measured -> energy.report(identity, measured.data());
                    case Arrival.Node node -> nodes.report(identity, node.data());
                    case Arrival.Withdrawn withdrawn -> withdrawal(identity, withdrawn.data());
                    case Arrival.Collector collector -> collectors.report(identity, collector.data());
                    case Arrival.Other other -> meterEvents.report(identity, envelope, other.json());
                };
        return new Accepted(report, correction);
    }

    private static EventIdentity identity(Envelope envelope) throws Broken {
        String specVersion = envelope.specVersion();
        if (specVersion == null) {
            throw new Broken(
                    RefusalCode.NOT_A_CLOUD_EVENT, "specversion", null, "a CloudEvent 1.0 names its specversion");
        }
        if (!SPEC_VERSION.equals(specVersion)) {
            throw new Broken(RefusalCode.UNSUPPORTED_SPEC_VERSION, "specversion", specVersion, "only 1.0 is known");
        }
        String id = FieldChecks.attribute("id", envelope.id());
        String source = FieldChecks.attribute("source", envelope.source());
        String type = FieldChecks.attribute("type", envelope.type());
        String tenant = envelope.tenant();
        if (isOfNobody(type, tenant)) {
            return new EventIdentity(NOBODY, source, id);
        }
        if (type.equals(UsageEventTypes.NODE_ENERGY_INTERVAL)) {
            throw new Broken(RefusalCode.INVALID_FIELD, UsageEventTypes.TENANT_EXTENSION, tenant, NODE_RULE);
        }
        tenant = FieldChecks.name(UsageEventTypes.TENANT_EXTENSION, tenant);
        if (!isTenant(tenant)) {
            throw new Broken(RefusalCode.INVALID_FIELD, UsageEventTypes.TENANT_EXTENSION, tenant, TENANT_RULE);
        }
        return new EventIdentity(tenant, source, id);
    }

    /** A withdrawal without a tenant is a mistake of a tenant's collector; one of nobody's reports says that it is. */
    private static boolean isOfNobody(String type, @Nullable String tenant) {
        return switch (type) {
            case UsageEventTypes.COLLECTOR_HEARTBEAT, UsageEventTypes.NODE_ENERGY_INTERVAL ->
                tenant == null || tenant.equals(NOBODY);
            case UsageEventTypes.USAGE_WITHDRAWN -> NOBODY.equals(tenant);
            default -> false;
        };
    }

    private static @Nullable Correction correction(EventIdentity identity, Envelope envelope) throws Broken {
        Envelope.Context context = envelope.context();
        if (context.supersedes() == null && context.correctionReason() == null) {
            return null;
        }
        String field = UsageEventTypes.SUPERSEDES_EXTENSION;
        String type = envelope.type();
        boolean isUsage =
                !UsageEventTypes.USAGE_WITHDRAWN.equals(type) && !UsageEventTypes.COLLECTOR_HEARTBEAT.equals(type);
        if (context.supersedes() == null) {
            if (isUsage) {
                throw new Broken(RefusalCode.MISSING_FIELD, field, null, REASON_RULE);
            }
            return null;
        }
        if (!isUsage) {
            throw new Broken(
                    RefusalCode.NOT_CORRECTABLE, field, context.supersedes(), "only usage takes the place of usage");
        }
        String target = FieldChecks.required(field, context.supersedes(), WireText.LONGEST_ATTRIBUTE);
        String reason = FieldChecks.required(
                UsageEventTypes.CORRECTION_REASON_EXTENSION, context.correctionReason(), WireText.LONGEST_ATTRIBUTE);
        return new Correction(target(field, identity, identity.source(), target), reason);
    }

    private static Withdrawal withdrawal(EventIdentity identity, UsageWithdrawn data) throws Broken {
        String id = FieldChecks.required("data.id", data.id(), WireText.LONGEST_ATTRIBUTE);
        String source = data.source() == null
                ? identity.source()
                : FieldChecks.required("data.source", data.source(), WireText.LONGEST_ATTRIBUTE);
        String reason = FieldChecks.required("data.reason", data.reason(), WireText.LONGEST_ATTRIBUTE);
        return new Withdrawal(identity, target("data.id", identity, source, id), reason);
    }

    private static EventIdentity target(String field, EventIdentity own, String source, String id) throws Broken {
        EventIdentity target = new EventIdentity(own.tenant(), source, id);
        if (target.equals(own)) {
            throw new Broken(RefusalCode.NOT_CORRECTABLE, field, id, "the id of another event than this one");
        }
        return target;
    }
}

package io.wattledger.metering.event;

import io.wattledger.contracts.WireTime;
import io.wattledger.contracts.event.UsageEventTypes;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an event of the customer's own must be like; what its data says is a matter of the meters that read it. */
final class MeterEventRules {

    private final FieldChecks checks;

    MeterEventRules(FieldChecks checks) {
        this.checks = checks;
    }

    MeterEvent report(EventIdentity identity, Envelope envelope, String json) throws Broken {
        String type = FieldChecks.attribute("type", envelope.type());
        // In other letters it is a slip: taken for the customer's own, usage would count nowhere and be called metered.
        if (type.regionMatches(true, 0, UsageEventTypes.PREFIX, 0, UsageEventTypes.PREFIX.length())) {
            throw new Broken(
                    RefusalCode.UNKNOWN_TYPE,
                    "type",
                    type,
                    "docs/events.md lists what is known; types of your own do not begin with "
                            + UsageEventTypes.PREFIX);
        }
        String subject = FieldChecks.optional("subject", envelope.context().subject());
        Instant time = time(envelope.context().time());
        return new MeterEvent(identity, type, subject, time, null, json);
    }

    private @Nullable Instant time(@Nullable String text) throws Broken {
        if (text == null) {
            return null;
        }
        try {
            Instant time = WireTime.parse(text);
            checks.requireInReach("time", time);
            return time;
        } catch (DateTimeException e) {
            throw new Broken(
                    RefusalCode.INVALID_FIELD, "time", text, "must be an RFC 3339 time such as 2026-10-01T00:00:00Z");
        }
    }
}

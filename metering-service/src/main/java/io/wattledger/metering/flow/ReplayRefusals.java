package io.wattledger.metering.flow;

import io.wattledger.chassis.kafka.RecordFault;
import io.wattledger.chassis.tenancy.Contended;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.chassis.tenancy.TooMuchAtOnce;
import io.wattledger.metering.event.Arrival;
import io.wattledger.metering.event.EventKey;
import io.wattledger.metering.event.HeaderText;
import io.wattledger.metering.event.PercentEncoding;
import io.wattledger.metering.event.RefusalCode;
import io.wattledger.metering.event.Verdict.Refused;
import io.wattledger.metering.flow.RefusalBook.Action;
import io.wattledger.metering.flow.RefusalBook.Named;
import io.wattledger.metering.flow.RefusalBook.Resolution;
import io.wattledger.metering.flow.RefusalBook.Step;
import io.wattledger.metering.flow.RefusalBook.Why;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tries refused events again, repaired or as they came, under the same rules and through the same door to the books as any
 * other. One that is taken in closes its refusal in the same transaction; one that is refused again leaves another
 * attempt in its history.
 */
@ApplicationScoped
public class ReplayRefusals {

    private static final Logger LOG = Logger.getLogger(ReplayRefusals.class);

    private static final int MOST_TRIES = 3;

    private final RefusalBook book;
    private final AcceptDelivery acceptDelivery;
    private final EventReading reading;
    private final TenantScope scope;
    private final Clock clock;

    ReplayRefusals(
            RefusalBook book, AcceptDelivery acceptDelivery, EventReading reading, TenantScope scope, Clock clock) {
        this.book = book;
        this.acceptDelivery = acceptDelivery;
        this.reading = reading;
        this.scope = scope;
        this.clock = clock;
    }

    /**
     * Tries each refusal as it came; those that are closed by now, or not kept to their end, are passed over.
     *
     * @param actor who does it
     * @return what was done, in order
     * @throws ReferenceFeed.Behind when an event names a site or SKU that may be on its way to this service
     */
    public List<Resolution> asTheyCame(List<RefusalEntry> refusals, String actor) {
        List<Attempt> attempts = new ArrayList<>();
        for (RefusalEntry refusal : refusals) {
            if (refusal.kept().isWhole()) {
                attempts.add(new Attempt(refusal, arrival(refusal.kept()), null));
            }
        }
        return attempt(attempts, actor);
    }

    /**
     * Tries a refusal with an event in its place.
     *
     * @param repaired the event in structured mode
     * @param actor who does it
     * @return what was done; nothing where the refusal is closed by now
     * @throws ReferenceFeed.Behind when the event names a site or SKU that may be on its way to this service
     */
    public List<Resolution> repaired(RefusalEntry refusal, byte[] repaired, String actor) {
        return attempt(List.of(new Attempt(refusal, reading.structured(repaired), repaired)), actor);
    }

    /** In one transaction, or in several where that would take too long, or where the database refuses what one of them says. */
    private List<Resolution> attempt(List<Attempt> attempts, String actor) {
        try {
            return attempt(attempts, actor, MOST_TRIES);
        } catch (TooMuchAtOnce e) {
            if (attempts.size() == 1) {
                throw e;
            }
            return inParts(attempts, actor, TooMuchAtOnce.fewer(attempts.size()));
        } catch (RuntimeException e) {
            String fault = RecordFault.of(e);
            if (fault == null) {
                throw e;
            }
            if (attempts.size() > 1) {
                return inParts(attempts, actor, attempts.size() / 2);
            }
            Attempt attempt = attempts.getFirst();
            RefusalEntry.Event event = attempt.refusal().event();
            LOG.errorf(
                    e,
                    "the refused event %s of %s cannot be stored when it is replayed: %s",
                    event.id(),
                    event.source(),
                    fault);
            return take(attempts, List.of(Assessed.Unfit.notStorable(received(attempt))), actor);
        }
    }

    private List<Resolution> inParts(List<Attempt> attempts, String actor, int size) {
        List<Resolution> resolutions = new ArrayList<>();
        for (int from = 0; from < attempts.size(); from += size) {
            resolutions.addAll(attempt(attempts.subList(from, Math.min(from + size, attempts.size())), actor));
        }
        return resolutions;
    }

    private List<Resolution> attempt(List<Attempt> attempts, String actor, int tries) {
        List<Assessed> assessed = acceptDelivery.assess(
                attempts.stream().map(ReplayRefusals::received).toList());
        try {
            return take(attempts, assessed, actor);
        } catch (AssessAgain e) {
            if (tries == 1) {
                throw new Contended(String.valueOf(e.getMessage()));
            }
            return attempt(attempts, actor, tries - 1);
        }
    }

    private static Received received(Attempt attempt) {
        RefusalEntry refusal = attempt.refusal();
        return new Received(
                ofTenant(attempt.arrival(), refusal.tenant()),
                null,
                refusal.trace().firstAt());
    }

    private List<Resolution> take(List<Attempt> attempts, List<Assessed> assessed, String actor) {
        Set<String> tenants = new LinkedHashSet<>(AcceptUsage.tenants(assessed));
        attempts.forEach(attempt -> tenants.add(attempt.refusal().tenant()));
        if (tenants.isEmpty()) {
            return List.of();
        }
        Taking taking = new Taking(attempts, assessed, actor);
        return Contended.again(() -> scope.inTransaction(tenants, connection -> taking.takeEffect()));
    }

    /** Attempts that take effect in one transaction, in several tries at one. */
    private final class Taking {
        private final List<Attempt> attempts;
        private final List<Assessed> assessed;
        private final String actor;
        private Delivery delivery = new Delivery(List.of());

        Taking(List<Attempt> attempts, List<Assessed> assessed, String actor) {
            this.attempts = attempts;
            this.assessed = assessed;
            this.actor = actor;
        }

        List<Resolution> takeEffect() {
            Set<EventKey> open = book.lockOpen(
                    attempts.stream().map(attempt -> attempt.refusal().key()).toList());
            List<Attempt> wanted = new ArrayList<>();
            List<Assessed> events = new ArrayList<>();
            for (int i = 0; i < attempts.size(); i++) {
                if (open.contains(attempts.get(i).refusal().key())) {
                    wanted.add(attempts.get(i));
                    events.add(assessed.get(i));
                }
            }
            if (!events.equals(delivery.events())) {
                delivery = new Delivery(events);
            }
            List<Outcome> outcomes = acceptDelivery.accept(delivery);
            Instant now = clock.instant();
            List<Resolution> resolutions = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                resolutions.add(resolution(wanted.get(i), events.get(i).tenant(), outcomes.get(i), actor, now));
            }
            book.note(resolutions);
            return resolutions;
        }
    }

    private static Resolution resolution(Attempt attempt, String tenant, Outcome outcome, String actor, Instant now) {
        Refused refused = outcome.refused();
        Action action =
                switch (outcome.kind()) {
                    case METERED, DUPLICATE -> Action.REPLAYED;
                    case CONFLICT -> Action.CONFLICT;
                    case REFUSED -> Action.REFUSED_AGAIN;
                };
        Named event = refused == null && outcome.source() != null && outcome.id() != null
                ? new Named(tenant, outcome.source(), outcome.id())
                : null;
        Why why = refused == null ? null : new Why(refused.code().code(), refused.detail());
        long number = attempt.refusal().trace().attempts() + 1;
        Step step = new Step(now, actor, action, number, why, null, event, attempt.repaired());
        return new Resolution(attempt.refusal(), step, outcome);
    }

    /** A repaired event stays with the tenant of its refusal; only what named no tenant may name one now. */
    private static Arrival ofTenant(Arrival arrival, String tenant) {
        String named = arrival.envelope().tenant();
        if (tenant.equals(AcceptUsage.NOBODY)) {
            return arrival;
        }
        if (named == null || named.equals(tenant)) {
            return arrival.ofTenant(tenant);
        }
        Refused refused = new Refused(
                RefusalCode.TENANT_MISMATCH, "tenantid", named, "must be left out or be the tenant of the refusal");
        return Arrival.unreadable(arrival.envelope().ofTenant(tenant), refused, arrival.data());
    }

    private Arrival arrival(RefusalEntry.Kept kept) {
        byte[] value = kept.value();
        if (kept.isStructured()) {
            return reading.structured(value == null ? new byte[0] : value);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(kept.headers());
        return reading.binary(new KeptAttributes(headers), value);
    }

    private record KeptAttributes(Map<String, String> headers) implements EventReading.Attributes {
        @Override
        public byte @Nullable [] named(String name) {
            return attribute(headers, name);
        }

        @Override
        public boolean isGivenTwice(String name) {
            return headers.containsKey(Origin.again(kafkaHeader(name), 2))
                    || headers.containsKey(Origin.again("ce-" + name, 2));
        }
    }

    private static String kafkaHeader(String attribute) {
        return attribute.equals("datacontenttype") ? "content-type" : "ce_" + attribute;
    }

    /** Kafka's attributes stand in {@code ce_} headers as they are, those of HTTP in {@code ce-} headers, encoded. */
    private static byte @Nullable [] attribute(Map<String, String> headers, String name) {
        String asItIs = headers.get(kafkaHeader(name));
        if (asItIs != null) {
            return HeaderText.bytes(asItIs);
        }
        String encoded = headers.get("ce-" + name);
        return encoded == null ? null : PercentEncoding.decode(HeaderText.bytes(encoded));
    }

    private record Attempt(RefusalEntry refusal, Arrival arrival, byte @Nullable [] repaired) {}
}

package io.wattledger.billing.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where events of a tenant go.
 *
 * @param tenant whose; {@code -} for the operator's
 * @param id opaque
 * @param url where it listens
 * @param events of what it is told
 * @param keys by what it knows us
 * @param disabled why it is told nothing any more, as a code; absent while it is
 * @param revision counts the changes, from 1
 */
public record Endpoint(
        String tenant,
        String id,
        String url,
        Set<EventType> events,
        Keys keys,
        @Nullable String disabled,
        long revision) {

    /** The endpoint answered that it is gone for good (410). */
    public static final String GONE = "gone";

    /** A person has switched it off. */
    public static final String SWITCHED_OFF = "switched-off";

    /** Copies the set. */
    public Endpoint {
        events = Set.copyOf(events);
    }

    /**
     * The secrets of an endpoint.
     *
     * @param current the newest
     * @param previous the one before it; absent where there is none
     * @param previousUntil until when it signs too; absent where there is none
     */
    public record Keys(
            Secret current,
            @Nullable Secret previous,
            @Nullable Instant previousUntil) {

        /** Those that sign at a time. */
        public List<Secret> at(Instant now) {
            List<Secret> secrets = new ArrayList<>(List.of(current));
            Secret before = previous;
            Instant until = previousUntil;
            if (before != null && until != null && now.isBefore(until)) {
                secrets.add(before);
            }
            return secrets;
        }

        /** With a new secret, beside which the current one signs for a while. */
        public Keys rotated(Secret next, Instant until) {
            return new Keys(next, current, until);
        }
    }

    /** The names of its events in order. */
    public List<String> eventNames() {
        Set<String> names = new TreeSet<>();
        events.forEach(type -> names.add(type.wireName()));
        return List.copyOf(names);
    }

    /** With another address and other events, on or off. */
    public Endpoint changed(String newUrl, Set<EventType> newEvents, boolean isOn) {
        return new Endpoint(tenant, id, newUrl, newEvents, keys, isOn ? null : SWITCHED_OFF, revision + 1);
    }

    /** With other secrets. */
    public Endpoint withKeys(Keys newKeys) {
        return new Endpoint(tenant, id, url, events, newKeys, disabled, revision + 1);
    }

    /** Told nothing any more, for a reason. */
    public Endpoint off(String reason) {
        return new Endpoint(tenant, id, url, events, keys, reason, revision + 1);
    }
}

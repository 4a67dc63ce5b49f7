package io.wattledger.metering.event;

/**
 * By what an event is known for as long as its invoice can be corrected: two events with the same identity are the same
 * event, or a conflict.
 *
 * @param tenant whose usage it reports
 * @param source the CloudEvents source
 * @param id the CloudEvents id, unique per source
 */
public record EventIdentity(String tenant, String source, String id) {

    /** The short key under which the event is looked up. */
    public EventKey key() {
        return EventKey.of(new Fingerprint().text(tenant).text(source).text(id).whole());
    }
}

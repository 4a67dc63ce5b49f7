package io.wattledger.metering.device;

import io.wattledger.metering.event.EventKey;

/**
 * A GPU, or an instance of one, which is a device of its own.
 *
 * @param site where it stands
 * @param id its id, unique at the site
 */
public record Device(String site, String id) {

    /** The short key under which it is looked up. */
    public EventKey key() {
        return EventKey.over(site, id);
    }
}

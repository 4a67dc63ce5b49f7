package io.wattledger.metering.device;

import io.wattledger.metering.event.EventKey;

/**
 * A machine that carries devices.
 *
 * @param site where it stands
 * @param id its name, unique at the site
 */
public record Node(String site, String id) {

    /** The short key under which it is looked up. */
    public EventKey key() {
        return EventKey.over(site, id);
    }
}

package io.wattledger.metering.energy;

import io.wattledger.metering.event.EventKey;
import java.util.Comparator;

/**
 * The energy counter of a device, as a tenant reads it for its share of the device.
 *
 * @param tenant whose readings
 * @param site where the device stands
 * @param device id of the device, unique at the site
 * @param gpuThousandths the tenant's share of the device in thousandths, between 1 and 1000
 */
public record Counter(String tenant, String site, String device, long gpuThousandths) implements Comparable<Counter> {

    private static final Comparator<Counter> ORDER = Comparator.comparing(Counter::tenant)
            .thenComparing(Counter::site)
            .thenComparing(Counter::device)
            .thenComparing(Counter::gpuThousandths);

    /** The short key under which it is looked up among those of the tenant. */
    public EventKey key() {
        return EventKey.over(site, device, Long.toString(gpuThousandths));
    }

    @Override
    public int compareTo(Counter other) {
        return ORDER.compare(this, other);
    }
}

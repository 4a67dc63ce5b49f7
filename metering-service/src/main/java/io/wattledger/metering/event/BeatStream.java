package io.wattledger.metering.event;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;

/**
 * Heartbeats of an allocation that say the same of it. With another size, project, SKU or other devices it goes on as another stream,
 * which claims its devices for itself.
 *
 * @param source who reports it
 * @param allocation its name, unique per source and site
 * @param key whose usage of what
 * @param gpuThousandths GPUs in thousandths
 * @param devices ids of the devices, in order, whatever the order in which they were reported; empty where unknown
 */
public record BeatStream(String source, String allocation, UsageKey key, long gpuThousandths, List<String> devices) {

    /** Puts the devices in order. */
    public BeatStream {
        devices = devices.size() < 2
                ? List.copyOf(devices)
                : devices.stream().sorted().toList();
    }

    /** The short key of what the stream claims, among what anybody claims. */
    public EventKey claimKey() {
        Fingerprint fingerprint = new Fingerprint()
                .text(key.tenant())
                .text(source)
                .text(allocation)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths);
        devices.forEach(fingerprint::text);
        return EventKey.of(fingerprint.whole());
    }
}

package io.wattledger.metering.event;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;

/**
 * By what heartbeats belong together: an allocation that changes its size, its project or its devices goes
 * on as another stream.
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

    /** The stream that a beat belongs to. */
    public static BeatStream of(AllocationBeat beat) {
        return new BeatStream(
                beat.identity().source(),
                beat.allocation(),
                beat.key(),
                beat.gpuThousandths(),
                beat.placement().devices());
    }

    /** The short key under which the stream is looked up among those of its tenant. */
    public EventKey streamKey() {
        return EventKey.of(addTo(new Fingerprint()).whole());
    }

    /** The short key of what the stream claims, among what anybody claims. */
    public EventKey claimKey() {
        return EventKey.of(addTo(new Fingerprint().text(key.tenant())).whole());
    }

    private Fingerprint addTo(Fingerprint fingerprint) {
        fingerprint
                .text(source)
                .text(allocation)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths);
        devices.forEach(fingerprint::text);
        return fingerprint;
    }
}

package io.wattledger.metering.event;

import io.wattledger.contracts.vocabulary.UsageKey;

/**
 * By what heartbeats belong together: an allocation that changes its size or its project goes on as another stream.
 *
 * @param source who reports it
 * @param allocation its name, unique per source and site
 * @param key whose usage of what
 * @param gpuThousandths GPUs in thousandths
 */
public record BeatStream(String source, String allocation, UsageKey key, long gpuThousandths) {

    /** The stream that a beat belongs to. */
    public static BeatStream of(AllocationBeat beat) {
        return new BeatStream(beat.identity().source(), beat.allocation(), beat.key(), beat.gpuThousandths());
    }

    /** The short key under which the stream is looked up among those of its tenant. */
    public EventKey streamKey() {
        return EventKey.of(new Fingerprint()
                .text(source)
                .text(allocation)
                .text(key.project())
                .text(key.site())
                .text(key.sku())
                .number(gpuThousandths)
                .whole());
    }
}

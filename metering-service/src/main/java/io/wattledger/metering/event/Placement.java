package io.wattledger.metering.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where an allocation ran.
 *
 * @param job the scheduler's name of the job, null where unknown
 * @param node where it ran, null where unknown
 * @param devices ids of the devices, each once; empty where unknown
 * @param migProfile profile of the MIG instance, null where it is none or unknown
 */
public record Placement(
        @Nullable String job,
        @Nullable String node,
        List<String> devices,
        @Nullable String migProfile) {

    /** Nothing is known. */
    public static final Placement UNKNOWN = new Placement(null, null, List.of(), null);

    /** Copies the list. */
    public Placement {
        devices = List.copyOf(devices);
    }

    /** Adds job and node, and where they are known the devices: a report without them hashes as it always did. */
    Fingerprint addTo(Fingerprint fingerprint) {
        fingerprint.text(job).text(node);
        if (!devices.isEmpty() || migProfile != null) {
            fingerprint.number((long) devices.size());
            devices.forEach(fingerprint::text);
            fingerprint.text(migProfile);
        }
        return fingerprint;
    }
}

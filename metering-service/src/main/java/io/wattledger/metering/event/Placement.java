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

    /** In which order devices are hashed. */
    enum Order {
        /** Sorted, since it does not matter in which order they are named. */
        SORTED,
        /** As they were named; so they were hashed until 2026-12-01. */
        AS_SENT
    }

    /** Whether both orders are the same. */
    boolean isSorted() {
        for (int i = 1; i < devices.size(); i++) {
            if (devices.get(i - 1).compareTo(devices.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds job and node, and where they are known the devices: a report without them hashes as it always did. */
    Fingerprint addTo(Fingerprint fingerprint, Order order) {
        fingerprint.text(job).text(node);
        if (!devices.isEmpty() || migProfile != null) {
            fingerprint.number((long) devices.size());
            List<String> hashed = order == Order.AS_SENT || isSorted()
                    ? devices
                    : devices.stream().sorted().toList();
            hashed.forEach(fingerprint::text);
            fingerprint.text(migProfile);
        }
        return fingerprint;
    }
}

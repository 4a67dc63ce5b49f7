package io.wattledger.metering.allocation;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.List;

/**
 * A start or a stop of an allocation.
 *
 * @param at when, in milliseconds since the epoch
 * @param gpuThousandths GPUs from then on, in thousandths; 0 for a stop
 * @param project whose; empty for a stop
 * @param sku what; empty for a stop
 * @param devices ids of the devices, in order, whatever the order in which they were reported; empty where unknown
 */
public record Mark(long at, long gpuThousandths, String project, String sku, List<String> devices)
        implements Comparable<Mark> {

    /** Puts the devices in order. */
    public Mark {
        devices = devices.size() < 2
                ? List.copyOf(devices)
                : devices.stream().sorted().toList();
    }

    /** A start of usage of {@code key}. */
    public static Mark start(long at, long gpuThousandths, UsageKey key, List<String> devices) {
        return new Mark(at, gpuThousandths, key.project(), key.sku(), devices);
    }

    /** A stop. */
    public static Mark stop(long at) {
        return new Mark(at, 0, "", "", List.of());
    }

    /** Whether it is a stop; if not, it is a start. */
    public boolean isStop() {
        return gpuThousandths == 0;
    }

    boolean hasFiguresOf(Mark other) {
        return gpuThousandths == other.gpuThousandths
                && project.equals(other.project)
                && sku.equals(other.sku)
                && devices.equals(other.devices);
    }

    /** By time; at one time the stop first, then the starts by size, so that the last of them is always the same. */
    @Override
    public int compareTo(Mark other) {
        int order = Long.compare(at, other.at);
        order = order == 0 ? Long.compare(gpuThousandths, other.gpuThousandths) : order;
        order = order == 0 ? project.compareTo(other.project) : order;
        order = order == 0 ? sku.compareTo(other.sku) : order;
        return order != 0 || devices.equals(other.devices)
                ? order
                : String.join("\n", devices).compareTo(String.join("\n", other.devices));
    }
}

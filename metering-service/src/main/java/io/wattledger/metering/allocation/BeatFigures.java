package io.wattledger.metering.allocation;

import java.util.Arrays;
import java.util.List;

/**
 * What a heartbeat says of its allocation. Beats that say the same belong together; the smallest comes first.
 *
 * @param gpuThousandths GPUs in thousandths; positive
 * @param project whose
 * @param sku what
 * @param devices ids of the devices, in order, whatever the order in which they were reported; empty where unknown
 */
public record BeatFigures(long gpuThousandths, String project, String sku, List<String> devices)
        implements Comparable<BeatFigures> {

    /** Puts the devices in order. */
    public BeatFigures {
        devices = devices.size() < 2
                ? List.copyOf(devices)
                : devices.stream().sorted().toList();
    }

    /** By size, then by project, SKU and devices: an order that does not depend on the arrival. */
    @Override
    public int compareTo(BeatFigures other) {
        int order = Long.compare(gpuThousandths, other.gpuThousandths);
        if (order == 0) {
            order = project.compareTo(other.project);
        }
        if (order == 0) {
            order = sku.compareTo(other.sku);
        }
        return order != 0 || devices.equals(other.devices)
                ? order
                : Arrays.compare(devices.toArray(String[]::new), other.devices.toArray(String[]::new));
    }
}

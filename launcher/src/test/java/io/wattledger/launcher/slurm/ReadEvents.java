package io.wattledger.launcher.slurm;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.launcher.usage.ReportedEvent;
import io.wattledger.launcher.usage.RowFault;
import io.wattledger.launcher.usage.UsageInput;
import io.wattledger.launcher.usage.UsageSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Everything that a file says. */
final class ReadEvents implements UsageSink {

    private static final int THOUSANDTHS = 1_000;

    final List<ReportedEvent> events = new ArrayList<>();
    final List<RowFault> refused = new ArrayList<>();
    final Map<String, Integer> skipped = new TreeMap<>();

    static ReadEvents of(UsageInput file) {
        var read = new ReadEvents();
        file.read(read);
        return read;
    }

    @Override
    public void event(ReportedEvent event) {
        events.add(event);
    }

    @Override
    public void refused(RowFault fault) {
        refused.add(fault);
    }

    @Override
    public void skipped(String reason) {
        skipped.merge(reason, 1, Integer::sum);
    }

    /** The data of the events by their ids. */
    Map<String, String> dataById() {
        Map<String, String> data = new TreeMap<>();
        events.forEach(event -> data.put(event.event().getId(), new String(data(event))));
        return data;
    }

    /** Milli-GPU-seconds of the allocations that have ended, by what {@code key} makes of tenant and start. */
    Map<String, Long> milliGpuSeconds(BiFunction<String, AllocationStarted, String> key) {
        Map<String, AllocationStarted> started = new HashMap<>();
        Map<String, Long> totals = new TreeMap<>();
        try {
            for (ReportedEvent event : events) {
                if (event.event().getType().equals(UsageEventTypes.ALLOCATION_STARTED)) {
                    var start = WireJson.read(data(event), AllocationStarted.class);
                    started.put(start.allocation(), start);
                } else {
                    var stop = WireJson.read(data(event), AllocationStopped.class);
                    AllocationStarted start = started.get(stop.allocation());
                    long thousandths =
                            start.gpuThousandths() == null ? start.gpuCount() * THOUSANDTHS : start.gpuThousandths();
                    long seconds = Duration.between(start.at(), stop.at()).toSeconds();
                    totals.merge(key.apply(event.tenant(), start), thousandths * seconds, Long::sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return totals;
    }

    private static byte[] data(ReportedEvent event) {
        return event.event().getData().toBytes();
    }
}

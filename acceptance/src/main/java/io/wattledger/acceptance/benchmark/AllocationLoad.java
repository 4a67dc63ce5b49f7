package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.ObjectReader;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationStarted;
import io.wattledger.contracts.event.AllocationStopped;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

/** Starts until as many allocations are open as ever; from then on the oldest stops whenever another starts. */
final class AllocationLoad extends UsageLoad {

    private static final long THOUSANDTHS = 1_000;

    private final ObjectReader started = WireJson.newMapper().readerFor(AllocationStarted.class);
    private final ObjectReader stopped = WireJson.newMapper().readerFor(AllocationStopped.class);

    AllocationLoad(long events, Instant beginning) {
        super(events, beginning);
    }

    @Override
    Report report(long number) {
        boolean isStop = isStop(number);
        long allocation = allocation(number);
        Place place = Place.of(pick(allocation, NODES), 0);
        Instant at = beginning.plusSeconds(second(number));
        String name = "allocation-" + allocation;
        if (isStop) {
            return new Report(
                    place,
                    "stop:" + allocation,
                    UsageEventTypes.ALLOCATION_STOPPED,
                    at,
                    new AllocationStopped(name, place.site(), at));
        }
        AllocationStarted start = new AllocationStarted(
                name,
                place.project(),
                place.site(),
                place.sku(),
                gpuCount(allocation),
                null,
                at,
                null,
                "job-" + allocation,
                place.node());
        return new Report(place, "start:" + allocation, UsageEventTypes.ALLOCATION_STARTED, at, start);
    }

    private static boolean isStop(long number) {
        return number >= ACTIVE && (number - ACTIVE) % 2 == 0;
    }

    private static long allocation(long number) {
        if (number < ACTIVE) {
            return number;
        }
        long pair = (number - ACTIVE) / 2;
        return isStop(number) ? pair : ACTIVE + pair;
    }

    private static long numberOfStart(long allocation) {
        return allocation < ACTIVE ? allocation : ACTIVE + 2 * (allocation - ACTIVE) + 1;
    }

    private static long second(long number) {
        return number / REPORTS_PER_SECOND_OF_LIFE;
    }

    private static long gpuCount(long allocation) {
        return 1 + pick(allocation + 1, 8);
    }

    /** Open allocations come to nothing: no collector says up to when the sites' usage is complete. */
    @Override
    long milliGpuSeconds(long reports) {
        long sum = 0;
        for (long number = ACTIVE; number < reports; number += 2) {
            long allocation = allocation(number);
            sum += gpuCount(allocation) * THOUSANDTHS * (second(number) - second(numberOfStart(allocation)));
        }
        return sum;
    }

    @Override
    long gpus(String type, byte[] bytes) {
        try {
            if (type.equals(UsageEventTypes.ALLOCATION_STOPPED)) {
                AllocationStopped stop = stopped.readValue(bytes);
                return Objects.requireNonNull(stop.at()).getNano();
            }
            AllocationStarted start = started.readValue(bytes);
            return Objects.requireNonNull(start.gpuCount());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

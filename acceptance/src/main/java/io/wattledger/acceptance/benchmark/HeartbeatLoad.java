package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.ObjectReader;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationHeartbeat;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

/** Every allocation says each minute that it is there, each at its own second of the minute. */
final class HeartbeatLoad extends UsageLoad {

    private static final long PERIOD_SECONDS = 60;
    private static final long THOUSANDTHS = 1_000;

    private final ObjectReader data = WireJson.newMapper().readerFor(AllocationHeartbeat.class);

    HeartbeatLoad(long events, Instant beginning) {
        super(events, beginning);
    }

    @Override
    Report report(long number) {
        long allocation = number % ACTIVE;
        Place place = Place.of(pick(allocation, NODES), 0);
        Instant at = beginning.plusSeconds(number / ACTIVE * PERIOD_SECONDS + allocation * PERIOD_SECONDS / ACTIVE);
        AllocationHeartbeat beat = new AllocationHeartbeat(
                "allocation-" + allocation,
                place.project(),
                place.site(),
                place.sku(),
                gpuCount(allocation),
                null,
                at,
                null,
                null,
                "job-" + allocation,
                place.node());
        return new Report(
                place, "beat:" + allocation + ":" + number / ACTIVE, UsageEventTypes.ALLOCATION_HEARTBEAT, at, beat);
    }

    private static long gpuCount(long allocation) {
        return 1 + pick(allocation + 1, 8);
    }

    /** A beat vouches for the minute before it, where it does not say since when. */
    @Override
    long milliGpuSeconds(long reports) {
        long sum = 0;
        for (long number = 0; number < reports; number++) {
            sum += gpuCount(number % ACTIVE) * THOUSANDTHS * PERIOD_SECONDS;
        }
        return sum;
    }

    @Override
    long gpus(String type, byte[] bytes) {
        try {
            AllocationHeartbeat beat = data.readValue(bytes);
            return Objects.requireNonNull(beat.gpuCount());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.wattledger.acceptance.benchmark;

import com.fasterxml.jackson.databind.ObjectReader;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.AllocationInterval;
import io.wattledger.contracts.event.UsageEventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Objects;

/** Collectors that report what was allocated every five to fifteen minutes. */
final class IntervalLoad extends UsageLoad {

    private static final long REPORTS_PER_HOUR = REPORTS_PER_SECOND_OF_LIFE * 3_600L;
    private static final int SHORTEST_SECONDS = 300;
    private static final int LONGEST_SECONDS = 900;
    private static final long THOUSANDTHS = 1_000;
    private static final int JOBS = 1_000_000;

    private final ObjectReader data = WireJson.newMapper().readerFor(AllocationInterval.class);

    IntervalLoad(long events, Instant beginning) {
        super(events, beginning);
    }

    @Override
    Report report(long number) {
        long seed = hash(number);
        Place place = Place.of(pick(seed, NODES), number / REPORTS_PER_HOUR);
        Instant end = beginning.plusSeconds(number / REPORTS_PER_SECOND_OF_LIFE);
        AllocationInterval interval = new AllocationInterval(
                place.project(),
                place.site(),
                place.sku(),
                gpuCount(seed),
                null,
                end.minusSeconds(seconds(seed)),
                end,
                null,
                "job-" + pick(seed + 3, JOBS),
                place.node(),
                null,
                null);
        return new Report(
                place, "interval:" + place.node() + ":" + number, UsageEventTypes.ALLOCATION_INTERVAL, end, interval);
    }

    private static long gpuCount(long seed) {
        return 1 + pick(seed + 1, 8);
    }

    private static int seconds(long seed) {
        return SHORTEST_SECONDS + pick(seed + 2, LONGEST_SECONDS - SHORTEST_SECONDS + 1);
    }

    @Override
    long milliGpuSeconds(long reports) {
        long sum = 0;
        for (long number = 0; number < reports; number++) {
            long seed = hash(number);
            sum += gpuCount(seed) * THOUSANDTHS * seconds(seed);
        }
        return sum;
    }

    @Override
    long gpus(String type, byte[] bytes) {
        try {
            AllocationInterval interval = data.readValue(bytes);
            return Objects.requireNonNull(interval.gpuCount());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

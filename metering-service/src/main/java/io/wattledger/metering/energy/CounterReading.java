package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reading of a device's cumulative energy counter that holds a value.
 *
 * @param at when it was read, to the whole millisecond
 * @param millijoules energy that the whole device has drawn since the counter began; not negative
 * @param boot names the run of the driver in which the counter began; null where the collector does not say
 * @param series whose usage the energy until this reading belongs to
 * @param isWeighed whether it is compared with those on both sides. Readings that were kept before this was done are not, so
 *     that they come to what they came to then
 */
public record CounterReading(
        Instant at, long millijoules, @Nullable String boot, UsageKey series, boolean isWeighed) {

    /** A reading as it is kept today. */
    public CounterReading(Instant at, long millijoules, @Nullable String boot, UsageKey series) {
        this(at, millijoules, boot, series, true);
    }
}

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
 */
public record CounterReading(
        Instant at, long millijoules, @Nullable String boot, UsageKey series) {}

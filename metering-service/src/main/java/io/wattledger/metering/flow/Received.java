package io.wattledger.metering.flow;

import io.wattledger.metering.event.Arrival;
import org.jspecify.annotations.Nullable;

/**
 * An event at a door.
 *
 * @param arrival what could be read
 * @param origin the record it came in; null where its sender waits for the answer and needs no copy
 */
public record Received(Arrival arrival, @Nullable Origin origin) {}

package io.wattledger.metering.meter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question to a meter as somebody asks it, unchecked; what was not given is null or empty.
 *
 * @param from first instant
 * @param to first instant no longer asked for
 * @param windowSize one of {@link WindowSize}; null for one figure over the whole time
 * @param windowTimeZone name of an IANA time zone; null for UTC
 * @param subjects only these
 * @param filters only events with one of these values, by group
 * @param groupBy groups by which the answer is told apart
 */
public record Question(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String windowSize,
        @Nullable String windowTimeZone,
        List<String> subjects,
        Map<String, List<String>> filters,
        List<String> groupBy) {}

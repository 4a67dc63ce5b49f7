package io.wattledger.contracts.vocabulary;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open span of time {@code [start, end)} in UTC that is never empty.
 *
 * @param start first instant inside
 * @param end first instant no longer inside; after {@code start}
 */
public record Interval(Instant start, Instant end) {

    /** Refuses an end that does not lie after the start. */
    public Interval {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("interval end " + end + " is not after its start " + start);
        }
    }

    /** The length of this interval; always positive. */
    public Duration length() {
        return Duration.between(start, end);
    }

    /** Whether {@code instant} lies inside; the end does not. */
    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Whether the two intervals share at least one instant. */
    public boolean overlaps(Interval other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }
}

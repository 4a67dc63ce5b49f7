package io.wattledger.pricing.flow;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long something that still runs is left alone after it was rated: what is rated first is rated again soon, so that whoever
 * tries things out sees what comes of it, and what has been rated many times is left alone for longer.
 *
 * @param first after the first rating
 * @param longest however often it was rated
 */
record Rest(Duration first, Duration longest) {

    private static final long MOST_TIMES = 10_000;

    /**
     * Until when something rests: the square of how often it was rated times the first rest, and never longer than it runs.
     *
     * @param times how often it was rated, at least 1
     * @param now when it was rated last
     * @param end when it is over
     * @return null where it is over: then it does not rest
     */
    @Nullable
    Instant after(long times, Instant now, Instant end) {
        if (!end.isAfter(now)) {
            return null;
        }
        long some = Math.min(times, MOST_TIMES);
        Duration grown = first.multipliedBy(some * some);
        Instant rested = now.plus(grown.compareTo(longest) < 0 ? grown : longest);
        return rested.isBefore(end) ? rested : end;
    }
}

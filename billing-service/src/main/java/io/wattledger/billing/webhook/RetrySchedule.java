package io.wattledger.billing.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an attempt that failed is made again: the schedule that Standard Webhooks 1.0 recommends, each wait up to a fifth
 * longer, so that receivers that were down are not asked by everybody at once.
 */
public final class RetrySchedule {

    private static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    private static final int LONGER_BY = 5;
    private static final int PARTS = 1_000;

    private RetrySchedule() {}

    /**
     * How long to wait; empty when it was the last attempt.
     *
     * @param attempts how many have failed, at least 1
     * @param seed decides how much longer; the same seed always gives the same
     */
    public static Optional<Duration> after(int attempts, String seed) {
        if (attempts > WAITS.size()) {
            return Optional.empty();
        }
        Duration wait = WAITS.get(attempts - 1);
        int part = Math.floorMod((seed + attempts).hashCode() * 31, PARTS);
        return Optional.of(
                wait.plus(wait.dividedBy(LONGER_BY).multipliedBy(part).dividedBy(PARTS)));
    }
}

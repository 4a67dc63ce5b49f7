package io.wattledger.launcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** One wait, of which a person is told what holds it up where nothing moves. */
public final class Standstill {

    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Progress progress;
    private final Clock clock;
    private String last = "";
    private Instant since = Instant.MAX;
    private Instant nextTelling = Instant.MAX;

    Standstill(Progress progress, Clock clock) {
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Called at each look. Prints when the same has been waited for for half a minute, and every minute from then on.
     *
     * @param what what is waited for, in words that change when anything moves
     */
    public void waitingFor(String what) {
        Instant now = clock.instant();
        if (!what.equals(last)) {
            last = what;
            since = now;
            nextTelling = now.plus(FIRST);
        } else if (!now.isBefore(nextTelling)) {
            progress.say("  still waiting: " + what + ", unchanged for "
                    + Duration.between(since, now).toSeconds() + " s");
            nextTelling = now.plus(AGAIN);
        }
    }
}

package io.wattledger.billing.webhook;

import java.time.Duration;

/**
 * How an endpoint has answered lately.
 *
 * @param isSlow whether its last answer, or that there was none, took long
 * @param unanswered how many attempts in a row took long and had no answer
 */
public record Pace(boolean isSlow, int unanswered) {

    /** Of an endpoint that nothing is known of. */
    public static final Pace PROMPT = new Pace(false, 0);

    /** What takes longer is not taken by all workers. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private static final Duration FIRST_REST = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMinutes(15);

    /** After which the longest rest is reached. */
    private static final int MOST_DOUBLINGS = 8;

    /** After another attempt. */
    public Pace after(Duration took, boolean isAnswered) {
        boolean tookLong = took.compareTo(LONG) > 0;
        return new Pace(tookLong, tookLong && !isAnswered ? unanswered + 1 : 0);
    }

    /** How long nothing is sent to it: not at all where it answers, twice as long with each attempt that it lets wait in vain. */
    public Duration rest() {
        if (unanswered == 0) {
            return Duration.ZERO;
        }
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(unanswered - 1, MOST_DOUBLINGS));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}

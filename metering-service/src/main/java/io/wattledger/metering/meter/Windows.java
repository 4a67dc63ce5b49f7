package io.wattledger.metering.meter;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows that follow each other without gap.
 *
 * @param windows in their order; never empty
 */
public record Windows(List<Interval> windows) {

    /** Windows in one answer at most: two months of minutes, or eleven years of hours. */
    public static final int MOST = 100_000;

    /** Copies the list. */
    public Windows {
        windows = List.copyOf(windows);
    }

    /**
     * The windows from that in which {@code first} lies to that in which {@code last} lies.
     *
     * @throws TooMany when they are more than {@link #MOST}
     */
    public static Windows covering(WindowSize size, ZoneId zone, Instant first, Instant last) throws TooMany {
        List<Interval> windows = new ArrayList<>();
        Interval window = size.windowOf(first, zone);
        windows.add(window);
        while (!last.isBefore(window.end())) {
            if (windows.size() == MOST) {
                throw new TooMany(size, first, last);
            }
            window = size.windowOf(window.end(), zone);
            windows.add(window);
        }
        return new Windows(windows);
    }

    /** All of them as one. */
    public Interval span() {
        return new Interval(windows.getFirst().start(), windows.getLast().end());
    }

    /** A question would be answered with more windows than anybody reads. */
    public static final class TooMany extends Exception {
        private static final long serialVersionUID = 1L;

        TooMany(WindowSize size, Instant first, Instant last) {
            super("windows of one " + size + " from " + first + " to " + last + " are more than " + MOST
                    + ": ask for a shorter time or for longer windows");
        }
    }
}

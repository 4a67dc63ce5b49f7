package io.wattledger.contracts.vocabulary;

import java.time.Duration;
import java.time.Instant;

/**
 * A quarter-hour of UTC, the grain into which metered usage is folded. Energy is traded in 15, 30 or 60 minutes and
 * every zone's midnights fall on a quarter-hour, so a slot never straddles a price, a tariff version, a day or a month.
 *
 * @param start a whole quarter-hour of UTC
 */
public record Slot(Instant start) implements Comparable<Slot> {

    /** The length of every slot. */
    public static final Duration LENGTH = Duration.ofMinutes(15);

    /** The length of every slot in seconds. */
    public static final long SECONDS = LENGTH.toSeconds();

    /** Refuses a start off the quarter-hour. */
    public Slot {
        if (start.getNano() != 0 || Math.floorMod(start.getEpochSecond(), SECONDS) != 0) {
            throw new IllegalArgumentException("slot start " + start + " is not a quarter-hour of UTC");
        }
    }

    /** The slot in which {@code instant} lies. */
    public static Slot containing(Instant instant) {
        long second = instant.getEpochSecond();
        return new Slot(Instant.ofEpochSecond(second - Math.floorMod(second, SECONDS)));
    }

    /** The first instant after this slot, which is the start of the next. */
    public Instant end() {
        return start.plus(LENGTH);
    }

    /** This slot as the interval it covers. */
    public Interval interval() {
        return new Interval(start, end());
    }

    @Override
    public int compareTo(Slot other) {
        return start.compareTo(other.start);
    }
}

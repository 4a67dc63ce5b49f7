package io.wattledger.pricing.energy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** How long one price of a series holds; energy is traded in these three lengths. */
public enum Resolution {
    /** A quarter-hour. */
    PT15M(Duration.ofMinutes(15)),
    /** Half an hour, the settlement period of Great Britain. */
    PT30M(Duration.ofMinutes(30)),
    /** An hour. */
    PT60M(Duration.ofMinutes(60));

    private final Duration length;

    Resolution(Duration length) {
        this.length = length;
    }

    /** How long one price holds. */
    public Duration length() {
        return length;
    }

    /** The resolution of this name; {@code PT1H} is read as {@code PT60M}, since both are written for an hour. */
    public static Optional<Resolution> ofName(String name) {
        String wanted = name.equals("PT1H") ? "PT60M" : name;
        return Arrays.stream(values()).filter(one -> one.name().equals(wanted)).findFirst();
    }

    /** The start of the price slot in which {@code instant} lies; all are whole multiples of the length in UTC. */
    public Instant slotStart(Instant instant) {
        long second = instant.getEpochSecond();
        return Instant.ofEpochSecond(second - Math.floorMod(second, length.toSeconds()));
    }

    /** Whether a price slot begins exactly at {@code instant}. */
    public boolean startsAt(Instant instant) {
        return slotStart(instant).equals(instant);
    }

    /** How many price slots lie between two instants at which price slots begin. */
    public int slotsBetween(Instant start, Instant end) {
        return Math.toIntExact(Duration.between(start, end).dividedBy(length));
    }
}

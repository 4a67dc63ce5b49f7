package io.wattledger.pricing.feed;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns local times without an offset into instants. In the hour that the clocks repeat, the first row with a time is
 * the earlier instant and the second row with the same time the later one; that holds only where the rows are in order
 * of time, so other files are refused there. A row that states no value counts too: without it the second row of its
 * time would be taken for the first.
 */
final class LocalTimes {

    private final ZoneId zone;
    private final Set<Instant> seen = new HashSet<>();
    private Instant last = Instant.MIN;

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** The instant of the next row. */
    Instant next(LocalDateTime local, Refusing refusing) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw refusing.because("does not exist in " + zone + ": the clocks jump over it");
        }
        Instant instant = local.toInstant(offsets.getFirst());
        if (!seen.add(instant) && offsets.size() > 1) {
            instant = local.toInstant(offsets.getLast());
        }
        if (offsets.size() > 1 && last.isAfter(instant)) {
            throw refusing.because("comes twice in " + zone + ", and the rows are not in order of time: which of the"
                    + " two it is cannot be told; sort the rows by time, or write offsets");
        }
        last = instant;
        return instant;
    }

    /** Counts a row that states no value; its time may be one that the clocks jump over, since nothing holds there. */
    void pass(LocalDateTime local, Refusing refusing) {
        if (!zone.getRules().getValidOffsets(local).isEmpty()) {
            next(local, refusing);
        }
    }
}

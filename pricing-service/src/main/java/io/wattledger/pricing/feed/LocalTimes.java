package io.wattledger.pricing.feed;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns local times without an offset into instants. In the hour that the clocks repeat, the first row with a time is
 * the earlier instant and the second row with the same time the later one, since files are in order of time there.
 */
final class LocalTimes {

    private final ZoneId zone;
    private final Set<Instant> seen = new HashSet<>();

    LocalTimes(ZoneId zone) {
        this.zone = zone;
    }

    /** The instant of the next row; empty for a time that the clocks jumped over. */
    Optional<Instant> next(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return Optional.empty();
        }
        Instant first = local.toInstant(offsets.getFirst());
        if (seen.add(first) || offsets.size() == 1) {
            return Optional.of(first);
        }
        return Optional.of(local.toInstant(offsets.getLast()));
    }
}

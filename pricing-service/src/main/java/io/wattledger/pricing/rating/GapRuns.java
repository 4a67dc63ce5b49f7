package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.vocabulary.Slot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the slots of one component that lack a price; neighbours that lack the same thing, and are filled in the same
 * way, become one gap.
 */
final class GapRuns {

    private final String component;
    private final List<Gap> closed = new ArrayList<>();
    private @Nullable Run open;

    GapRuns(String component) {
        this.component = component;
    }

    /** Adds a slot; slots come in order of time. */
    void add(SlotUsage slot, String missing, BigDecimal facilityMillijoules, @Nullable String filledBy) {
        if (open == null
                || !open.missing.equals(missing)
                || !Objects.equals(open.filledBy, filledBy)
                || !open.end.equals(slot.start())) {
            close();
            open = new Run(missing, filledBy, slot.start());
        }
        open.end = slot.start().plus(Slot.LENGTH);
        open.milliGpuSeconds = Math.addExact(open.milliGpuSeconds, slot.milliGpuSeconds());
        open.facilityMillijoules = open.facilityMillijoules.add(facilityMillijoules);
    }

    /** All gaps in order of time. */
    List<Gap> gaps() {
        close();
        return List.copyOf(closed);
    }

    private void close() {
        if (open != null) {
            closed.add(new Gap(
                    component,
                    open.missing,
                    open.start,
                    open.end,
                    open.milliGpuSeconds,
                    open.facilityMillijoules.setScale(0, RoundingMode.CEILING).longValueExact(),
                    open.filledBy));
            open = null;
        }
    }

    private static final class Run {
        private final String missing;
        private final @Nullable String filledBy;
        private final Instant start;
        private Instant end;
        private long milliGpuSeconds;
        private BigDecimal facilityMillijoules = BigDecimal.ZERO;

        Run(String missing, @Nullable String filledBy, Instant start) {
            this.missing = missing;
            this.filledBy = filledBy;
            this.start = start;
            this.end = start;
        }
    }
}

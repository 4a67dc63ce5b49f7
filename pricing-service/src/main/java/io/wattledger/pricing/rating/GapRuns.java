package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.vocabulary.Slot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the unpriced slots of one component; neighbours that lack the same thing become one gap. */
final class GapRuns {

    private final String component;
    private final List<Gap> closed = new ArrayList<>();
    private @Nullable Run open;

    GapRuns(String component) {
        this.component = component;
    }

    /** Adds a slot; slots come in order of time. */
    void add(SlotUsage slot, String missing, BigDecimal facilityMillijoules) {
        if (open == null || !open.missing.equals(missing) || !open.end.equals(slot.start())) {
            close();
            open = new Run(missing, slot.start());
        }
        open.end = slot.start().plus(Slot.LENGTH);
        open.milliGpuSeconds += slot.milliGpuSeconds();
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
                    open.facilityMillijoules.setScale(0, RoundingMode.CEILING).longValueExact()));
            open = null;
        }
    }

    private static final class Run {
        private final String missing;
        private final Instant start;
        private Instant end;
        private long milliGpuSeconds;
        private BigDecimal facilityMillijoules = BigDecimal.ZERO;

        Run(String missing, Instant start) {
            this.missing = missing;
            this.start = start;
            this.end = start;
        }
    }
}

package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.List;

/**
 * What two neighbouring readings of a counter say of the time between them.
 *
 * @param start of the time; that of the only instant where readings contradict each other or one is out of line
 * @param end of the time; equal to the start where the doubt is about one instant
 * @param kind what it comes to
 * @param millijoules the share's energy; 0 where readings of one instant are in doubt, or the counter went back
 * @param series who is charged with it, each an equal part; in order, never empty
 */
public record Stretch(Instant start, Instant end, Kind kind, long millijoules, List<UsageKey> series) {

    /** Copies the list. */
    public Stretch {
        series = List.copyOf(series);
    }

    /** What the time between two readings comes to. */
    public enum Kind {
        /** The counter rose by what was drawn. */
        MEASURED("measured"),
        /** The counter began anew: what it shows since then counts, and is an estimate of the whole from below. */
        RESET("reset"),
        /** More than the device can draw: nothing counts until one of the two readings is corrected or withdrawn. */
        IMPOSSIBLE("impossible-rise"),
        /** The readings lie too far apart to say who drew the energy: nothing counts. */
        TOO_FAR_APART("too-far-apart"),
        /** One instant with several values: none of them counts until all but one are corrected or withdrawn. */
        CONTRADICTION("contradicting-readings"),
        /** A value that those before and after it show to be false: it is passed over, and they count without it. */
        OUT_OF_LINE("out-of-line"),
        /** The counter stands lower than before, but too high to have begun anew: nothing counts. */
        STEP_BACK("step-back");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The name in rows and answers. */
        public String code() {
            return code;
        }

        /** Whether the energy is charged. */
        public boolean isCounted() {
            return this == MEASURED || this == RESET;
        }

        /** Whether somebody must look at the readings. */
        public boolean isDoubtful() {
            return switch (this) {
                case MEASURED, RESET, TOO_FAR_APART -> false;
                case IMPOSSIBLE, CONTRADICTION, OUT_OF_LINE, STEP_BACK -> true;
            };
        }
    }
}

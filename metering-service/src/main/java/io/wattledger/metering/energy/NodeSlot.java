package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node's energy in a quarter-hour comes to: what was read is what the parts, the operator and the doubt have.
 *
 * @param slot which
 * @param millijoules what was read
 * @param parts what is given to tenants, by series
 * @param operatorMillijoules what is the operator's
 * @param doubt why something is given to nobody; null where nothing is in doubt
 * @param doubtfulMillijoules that something
 */
public record NodeSlot(
        Slot slot,
        long millijoules,
        SortedMap<UsageKey, NodeShare.Part> parts,
        long operatorMillijoules,
        @Nullable Doubt doubt,
        long doubtfulMillijoules) {

    /** Why the energy of a node is given to nobody. */
    public enum Doubt {
        /** Reports of the node overlap and say different things. */
        OVERLAPPING_REPORTS("overlapping-reports"),
        /** The counters of the devices show more than the meter of the whole node. */
        COUNTERS_ABOVE_NODE("counters-above-node");

        private final String code;

        Doubt(String code) {
            this.code = code;
        }

        /** The name in rows and answers. */
        public String code() {
            return code;
        }
    }
}

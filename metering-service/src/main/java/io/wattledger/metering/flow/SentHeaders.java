package io.wattledger.metering.flow;

import java.util.HashMap;
import java.util.Map;

/**
 * Headers on their way to where they are kept, one after the other. Kafka takes as many of one name as fit a record, so what one costs
 * must not grow with those before it. Not for use by several threads.
 */
public final class SentHeaders {

    private final Map<String, String> kept;
    private final Map<String, Integer> latest = new HashMap<>();

    /** They are put into {@code kept}. */
    public SentHeaders(Map<String, String> kept) {
        this.kept = kept;
    }

    /** Keeps a header beside those that were kept before it: under its name, or where that is taken under the next {@link Origin#again}. */
    public void keep(String name, String value) {
        int nth = latest.getOrDefault(name, 0) + 1;
        // A header may itself be called as the second one of another name would be.
        while (kept.containsKey(nth == 1 ? name : Origin.again(name, nth))) {
            nth++;
        }
        latest.put(name, nth);
        kept.put(nth == 1 ? name : Origin.again(name, nth), value);
    }
}

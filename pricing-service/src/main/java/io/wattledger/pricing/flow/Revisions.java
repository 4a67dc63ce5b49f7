package io.wattledger.pricing.flow;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.RatedUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what a day or month came to with what was published of it and gives every difference its next revision. */
final class Revisions {

    private Revisions() {}

    /**
     * The messages to publish: charge periods that are new or differ, and zero totals for those that are no more, since a
     * reader would keep them otherwise.
     */
    static List<RatedUsage> changed(List<RatedUsage> stored, List<RatedUsage> rated) {
        return changed(stored, List.of(), rated);
    }

    /**
     * The same where some of what was rated has been another's: that one's revision goes on, and it is not emptied here.
     *
     * @param stored what was published of the same
     * @param ofOthers what was published of others under keys of {@code rated}
     * @param rated what it comes to now
     */
    static List<RatedUsage> changed(List<RatedUsage> stored, List<RatedUsage> ofOthers, List<RatedUsage> rated) {
        Map<String, RatedUsage> others = new TreeMap<>();
        ofOthers.forEach(one -> others.put(one.recordKey(), one));
        Map<String, RatedUsage> gone = new TreeMap<>();
        stored.forEach(one -> gone.put(one.recordKey(), one));
        List<RatedUsage> changed = new ArrayList<>();
        for (RatedUsage now : rated) {
            RatedUsage own = gone.remove(now.recordKey());
            RatedUsage before = own == null ? others.get(now.recordKey()) : own;
            if (before == null) {
                changed.add(now.withRevision(1));
            } else if (!sameContent(before, now)) {
                changed.add(now.withRevision(before.revision() + 1));
            }
        }
        for (RatedUsage before : gone.values()) {
            RatedUsage zero = emptied(before);
            if (!sameContent(before, zero)) {
                changed.add(zero.withRevision(before.revision() + 1));
            }
        }
        return changed;
    }

    private static boolean sameContent(RatedUsage one, RatedUsage other) {
        return Arrays.equals(WireJson.write(one.withRevision(1)), WireJson.write(other.withRevision(1)));
    }

    private static RatedUsage emptied(RatedUsage day) {
        return new RatedUsage(
                day.tenant(),
                day.project(),
                day.site(),
                day.sku(),
                day.periodStart(),
                day.periodEnd(),
                day.siteDate(),
                day.revision(),
                day.contract(),
                day.tariff(),
                day.tariffVersion(),
                day.currency(),
                0,
                List.of(),
                List.of(),
                null);
    }
}

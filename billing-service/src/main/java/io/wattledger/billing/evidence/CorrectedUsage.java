package io.wattledger.billing.evidence;

import io.wattledger.billing.invoice.SummedUsage;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The usage of a month that is corrected, summed up.
 *
 * @param invoiced as it had been invoiced last
 * @param rated as it was rated when it was corrected
 */
public record CorrectedUsage(SummedUsage invoiced, SummedUsage rated) {

    /** That of a month whose usage is copied. */
    public static CorrectedUsage copied(MonthThen then) {
        return new CorrectedUsage(SummedUsage.of(then.copiedInvoiced()), SummedUsage.of(then.copiedRated()));
    }

    /** Ids of the sites and SKUs of both. */
    public SortedSet<String> named() {
        SortedSet<String> named = new TreeSet<>(invoiced.named());
        named.addAll(rated.named());
        return named;
    }

    /** The projects of both, as the books name them. */
    public SortedSet<String> projects() {
        SortedSet<String> projects = new TreeSet<>(invoiced.projects());
        projects.addAll(rated.projects());
        return projects;
    }
}

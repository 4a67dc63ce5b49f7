package io.wattledger.billing.period;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of the rated usage of a month holds up its invoice, found out while the records go by in any order. Missing is not zero. A gap
 * that the contract says how to fill is charged so and holds nothing up; a price that its publisher does not stand by yet does.
 */
public final class HeldUsage {

    /** So many records are named; of more it is said how many they are. */
    public static final int MOST_NAMED = 1_000;

    private final Currency billed;
    private final SortedMap<Place, List<HoldReason>> named = new TreeMap<>(Place.ORDER);
    private final SortedMap<String, Long> unnamed = new TreeMap<>();
    private final UnchargedUsage uncharged = new UnchargedUsage();
    private final SortedSet<String> sites = new TreeSet<>();
    private final List<HoldReason> unread = new ArrayList<>();

    /** For usage that is billed in a currency. */
    public HeldUsage(Currency billed) {
        this.billed = billed;
    }

    /** Where a record stands in the order in which reasons are told. */
    record Place(UsageKey series, Instant start) {
        static final Comparator<Place> ORDER =
                Comparator.comparing(Place::series).thenComparing(Place::start);
    }

    /** Looks at a record; at each once. */
    public void add(RatedUsage rated) {
        sites.add(rated.site());
        uncharged.add(rated);
        List<HoldReason> reasons = reasons(rated);
        if (!reasons.isEmpty()) {
            name(new Place(rated.usageKey(), rated.periodStart()), reasons, named, unnamed);
        }
    }

    private static void name(
            Place place,
            List<HoldReason> reasons,
            SortedMap<Place, List<HoldReason>> named,
            SortedMap<String, Long> unnamed) {
        named.put(place, reasons);
        if (named.size() > MOST_NAMED) {
            List<HoldReason> last = named.pollLastEntry().getValue();
            last.forEach(reason -> unnamed.merge(reason.code(), 1L, Math::addExact));
        }
    }

    /** What could not be read of the usage of a period, and may be missing among the records. */
    public void addUnread(BillingPeriod period, List<UnreadUsage> aside) {
        aside.stream()
                .filter(one -> one.concerns(period))
                .map(UnreadUsage::reason)
                .forEach(unread::add);
    }

    /** The sites where there was usage, in order. */
    public SortedSet<String> sites() {
        return Collections.unmodifiableSortedSet(sites);
    }

    /** What is missing, by series and time; empty where nothing is. */
    List<HoldReason> reasons() {
        SortedMap<Place, List<HoldReason>> first = new TreeMap<>(named);
        SortedMap<String, Long> more = new TreeMap<>(unnamed);
        uncharged.reasons().forEach((place, reason) -> name(place, List.of(reason), first, more));
        List<HoldReason> reasons = new ArrayList<>();
        first.values().forEach(reasons::addAll);
        reasons.addAll(unread);
        more.forEach((code, many) -> reasons.add(new HoldReason(code, "and " + many + " more of the kind")));
        return List.copyOf(reasons);
    }

    private List<HoldReason> reasons(RatedUsage rated) {
        List<HoldReason> reasons = new ArrayList<>();
        String where = rated.project() + "/" + rated.site() + "/" + rated.sku() + " on " + rated.siteDate();
        for (Gap gap : rated.gaps()) {
            if (!gap.waits()) {
                continue;
            }
            if (gap.component().equals(RatedUsage.ALL)) {
                reasons.add(new HoldReason(
                        HoldReason.USAGE_UNRATED,
                        where + ": " + gap.milliGpuSeconds() + " milli-GPU-seconds from " + gap.start() + " to "
                                + gap.end() + " cannot be rated without " + gap.missing()
                                + "; see that the catalog of pricing has it on that day, or correct the contract: they are rated"
                                + " by themselves then"));
                continue;
            }
            reasons.add(new HoldReason(
                    gap.filled() ? HoldReason.PRICE_PRELIMINARY : HoldReason.PRICE_MISSING,
                    where + ": " + gap.missing() + " for " + gap.component() + " from " + gap.start() + " to "
                            + gap.end() + " (" + gap.milliGpuSeconds() + " milli-GPU-seconds)"));
        }
        if (!rated.currency().equals(billed.getCurrencyCode())
                && !rated.charges().isEmpty()) {
            reasons.add(new HoldReason(
                    HoldReason.CURRENCY_DIFFERS, where + ": rated in " + rated.currency() + ", contract in " + billed));
        }
        return reasons;
    }
}

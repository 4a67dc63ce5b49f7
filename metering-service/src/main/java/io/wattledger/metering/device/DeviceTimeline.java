package io.wattledger.metering.device;

import io.wattledger.contracts.vocabulary.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is claimed of one device. What is held at an instant follows from the claims that cover this instant
 * alone, so a part of the timeline can be worked out by itself, and the order in which claims arrive does not matter.
 */
public final class DeviceTimeline {

    /**
     * While more claims than these meet, a hold goes on when the claim that stands in its way is followed by another one. Each of
     * thousands that end one after the other would otherwise make a hold of its own for each of the others: millions of them.
     * Nobody has so many claims of one device that is not mistaken about it.
     */
    private static final int MOST_TOLD_APART = 32;

    private final SortedSet<Claim> claims;

    /** The timeline of {@code claims}; a claim that is given twice is one claim. */
    public DeviceTimeline(Collection<Claim> claims) {
        this.claims = new TreeSet<>(claims);
    }

    /** The times for which claims do not count, by claim and time, each as long as it can be. */
    public List<Hold> holds(ClaimPolicy policy) {
        return byClaim(policy).values().stream().flatMap(List::stream).toList();
    }

    /** The same by claim; claims that count in full are left out. */
    Map<Claim, List<Hold>> byClaim(ClaimPolicy policy) {
        Map<Claim, List<Hold>> holds = new TreeMap<>();
        TreeMap<Instant, List<Claim>> beginning = new TreeMap<>();
        TreeMap<Instant, List<Claim>> ending = new TreeMap<>();
        SortedSet<Instant> changes = new TreeSet<>();
        for (Claim claim : claims) {
            Interval interval = claim.interval();
            beginning
                    .computeIfAbsent(interval.start(), absent -> new ArrayList<>())
                    .add(claim);
            ending.computeIfAbsent(interval.end(), absent -> new ArrayList<>()).add(claim);
            changes.add(interval.start());
            changes.add(interval.end());
        }
        TreeSet<Claim> current = new TreeSet<>();
        @Nullable Instant from = null;
        for (Instant to : changes) {
            if (from != null && current.size() > 1) {
                hold(current, new Interval(from, to), policy, holds);
            }
            ending.getOrDefault(to, List.of()).forEach(current::remove);
            current.addAll(beginning.getOrDefault(to, List.of()));
            from = to;
        }
        return holds;
    }

    /** Holds what is too much while {@code current} are the claims. */
    private static void hold(
            TreeSet<Claim> current, Interval interval, ClaimPolicy policy, Map<Claim, List<Hold>> holds) {
        Claim first = current.first();
        Claim second = current.stream().filter(first::isOfOther).findFirst().orElse(null);
        if (second == null) {
            return;
        }
        boolean isAmongMany = current.size() > MOST_TOLD_APART;
        for (Claim claim : current) {
            boolean isOfFirst = !claim.isOfOther(first);
            if (policy == ClaimPolicy.FIRST_CLAIM && isOfFirst) {
                continue;
            }
            Claimant against = (isOfFirst ? second : first).claimant();
            append(
                    holds.computeIfAbsent(claim, absent -> new ArrayList<>()),
                    new Hold(claim.claimant(), claim.key(), claim.gpuThousandths(), interval, against),
                    isAmongMany);
        }
    }

    private static void append(List<Hold> holds, Hold next, boolean isAmongMany) {
        if (!holds.isEmpty() && holds.getLast().isContinuedBy(next, isAmongMany)) {
            holds.add(holds.removeLast().with(next));
        } else {
            holds.add(next);
        }
    }
}

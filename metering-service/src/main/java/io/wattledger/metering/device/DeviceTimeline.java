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

    private final SortedSet<Claim> claims;

    /** The timeline of {@code claims}; a claim that is given twice is one claim. */
    public DeviceTimeline(Collection<Claim> claims) {
        this.claims = new TreeSet<>(claims);
    }

    /** The times for which claims do not count, by claim and time, each as long as it can be. */
    public List<Hold> holds(ClaimPolicy policy) {
        Map<Claim, List<Hold>> holds = new TreeMap<>();
        TreeMap<Instant, List<Claim>> beginning = new TreeMap<>();
        TreeMap<Instant, List<Claim>> ending = new TreeMap<>();
        SortedSet<Instant> changes = new TreeSet<>();
        for (Claim claim : claims) {
            beginning
                    .computeIfAbsent(claim.interval().start(), absent -> new ArrayList<>())
                    .add(claim);
            ending.computeIfAbsent(claim.interval().end(), absent -> new ArrayList<>())
                    .add(claim);
            changes.add(claim.interval().start());
            changes.add(claim.interval().end());
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
        return holds.values().stream().flatMap(List::stream).toList();
    }

    /** Holds what is too much while {@code current} are the claims. */
    private static void hold(
            TreeSet<Claim> current, Interval interval, ClaimPolicy policy, Map<Claim, List<Hold>> holds) {
        Claim first = current.first();
        for (Claim claim : current) {
            @Nullable
            Claim against =
                    current.stream().filter(claim::isOfOther).findFirst().orElse(null);
            boolean isSpared = policy == ClaimPolicy.FIRST_CLAIM && !claim.isOfOther(first);
            if (against != null && !isSpared) {
                append(holds.computeIfAbsent(claim, absent -> new ArrayList<>()), new Hold(claim, interval, against));
            }
        }
    }

    private static void append(List<Hold> holds, Hold next) {
        Hold last = holds.isEmpty() ? next : holds.getLast();
        boolean isContinued = last.interval().end().equals(next.interval().start())
                && last.against().equals(next.against());
        if (isContinued) {
            holds.removeLast();
            holds.add(new Hold(
                    next.claim(),
                    new Interval(last.interval().start(), next.interval().end()),
                    next.against()));
        } else {
            holds.add(next);
        }
    }
}

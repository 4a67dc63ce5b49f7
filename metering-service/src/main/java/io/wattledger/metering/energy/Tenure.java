package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who had one device around a time, by what is claimed of it. A counter runs on while others have the device, and while nobody
 * has it: what it shows of such a time is not its reader's. That is a matter of the claims alone, whichever came first.
 */
public final class Tenure {

    /** Of a device of which nobody claims anything. */
    public static final Tenure UNKNOWN = new Tenure(List.of(), List.of());

    private final List<NodeShare.Allocation> claims;
    private final List<NodeShare.Allocation> counting;

    /**
     * The tenure of a device.
     *
     * @param claims all that meet the time, or begin where it ends or end where it begins
     * @param counting the same without what is held of them
     */
    public Tenure(Collection<NodeShare.Allocation> claims, Collection<NodeShare.Allocation> counting) {
        this.claims = List.copyOf(claims);
        this.counting = counting.stream()
                .sorted(Comparator.comparing(one -> one.interval().start()))
                .toList();
    }

    /**
     * The times within a stretch that are not the reader's, for each series that has any. Where somebody claims the device in
     * between, or the reader itself claims it where the stretch begins or ends, a series has what it claims and no more. Where
     * nobody does, allocations name no devices, and the reading alone says whose the energy is: all of it counts.
     */
    public Map<UsageKey, List<Interval>> notHad(Stretch stretch) {
        if (!stretch.kind().isCounted()) {
            return Map.of();
        }
        Interval whole = new Interval(stretch.start(), stretch.end());
        Map<UsageKey, List<Interval>> times = new TreeMap<>();
        for (UsageKey series : stretch.series()) {
            List<Interval> ofSeries = claims.stream().anyMatch(claim -> isTold(claim, whole, series))
                    ? without(whole, series)
                    : List.of();
            if (!ofSeries.isEmpty()) {
                times.put(series, ofSeries);
            }
        }
        return times;
    }

    private static boolean isTold(NodeShare.Allocation claim, Interval whole, UsageKey series) {
        Interval claimed = claim.interval();
        boolean isBeside =
                claimed.end().equals(whole.start()) || claimed.start().equals(whole.end());
        return claimed.overlaps(whole) || isBeside && claim.series().tenant().equals(series.tenant());
    }

    private List<Interval> without(Interval whole, UsageKey series) {
        List<Interval> times = new ArrayList<>();
        Instant from = whole.start();
        for (NodeShare.Allocation had : counting) {
            if (had.series().equals(series) && had.interval().overlaps(whole)) {
                if (had.interval().start().isAfter(from)) {
                    times.add(new Interval(from, had.interval().start()));
                }
                from = had.interval().end().isAfter(from) ? had.interval().end() : from;
            }
        }
        if (whole.end().isAfter(from)) {
            times.add(new Interval(from, whole.end()));
        }
        return times;
    }
}

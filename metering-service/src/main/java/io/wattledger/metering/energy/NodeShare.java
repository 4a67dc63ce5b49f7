package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares what the meter of a node measured among those who had its devices, and the operator. Each gets what the counters
 * of its devices show; of the rest every GPU of the node carries an equal part for as long as it is metered, and that of a
 * GPU without tenant is the operator's. Whole millijoules by the largest remainder: the parts are the whole, always.
 *
 * <p>Device time without a counter is taken to draw what the counted time of the node draws on average, and what is shared
 * beside it is an estimate as well. Counters that show more than the node's meter leave nothing to share: a doubt.
 */
public final class NodeShare {

    private final Metered metered;
    private final SortedMap<UsageKey, Account> accounts = new TreeMap<>();
    private final List<Allocation> allocations = new ArrayList<>();

    private NodeShare(Metered metered) {
        this.metered = metered;
    }

    /**
     * What the node's meter says of a time.
     *
     * @param covered the times that were metered, which do not overlap; to the whole millisecond
     * @param millijoules energy drawn in them; not negative
     * @param gpuThousandths GPUs in the node in thousandths; positive
     */
    public record Metered(List<Interval> covered, long millijoules, long gpuThousandths) {

        /** Copies the list. */
        public Metered {
            covered = List.copyOf(covered);
        }
    }

    /**
     * Somebody had a device of the node.
     *
     * @param device which
     * @param series whose usage of what
     * @param gpuThousandths how much of a GPU the device counts for
     * @param interval when
     */
    public record Allocation(String device, UsageKey series, long gpuThousandths, Interval interval) {}

    /**
     * What a counter of a device of the node says.
     *
     * @param device which
     * @param gpuThousandths the share that was read
     * @param stretch between two readings
     * @param notHad times within it that are not the reader's, by series, as {@link Tenure} tells
     */
    public record DeviceEnergy(
            String device, long gpuThousandths, Stretch stretch, Map<UsageKey, List<Interval>> notHad) {

        /** Copies the map. */
        public DeviceEnergy {
            notHad = Map.copyOf(notHad);
        }
    }

    /**
     * What a series gets.
     *
     * @param milliGpuSeconds its GPU time for which this is the energy
     * @param millijoules the energy, devices and rest
     * @param estimatedMillijoules the part of it that is estimated
     * @param counted what its counters alone would have counted for in the time, in whose place this stands
     */
    public record Part(long milliGpuSeconds, long millijoules, long estimatedMillijoules, Counted counted) {

        /** Both together. */
        public Part plus(Part other) {
            return new Part(
                    milliGpuSeconds + other.milliGpuSeconds,
                    Math.addExact(millijoules, other.millijoules),
                    Math.addExact(estimatedMillijoules, other.estimatedMillijoules),
                    counted.plus(other.counted));
        }
    }

    /**
     * What counters alone say, or by how much that changes.
     *
     * @param milliGpuSeconds GPU time that they cover
     * @param millijoules energy
     * @param estimatedMillijoules the part of it that is estimated
     */
    public record Counted(long milliGpuSeconds, long millijoules, long estimatedMillijoules) {
        /** Nothing at all. */
        public static final Counted NOTHING = new Counted(0, 0, 0);

        static Counted of(EnergyCut.Piece piece) {
            return new Counted(piece.coveredMilliGpuSeconds(), piece.millijoules(), piece.estimatedMillijoules());
        }

        /** Without what counts for nobody; the parts of several series that share a counter are rounded. */
        private Counted without(Counted other) {
            return new Counted(
                    Math.max(0, milliGpuSeconds - other.milliGpuSeconds),
                    Math.max(0, millijoules - other.millijoules),
                    Math.max(0, estimatedMillijoules - other.estimatedMillijoules));
        }

        /** Both together. */
        public Counted plus(Counted other) {
            return new Counted(
                    milliGpuSeconds + other.milliGpuSeconds,
                    Math.addExact(millijoules, other.millijoules),
                    Math.addExact(estimatedMillijoules, other.estimatedMillijoules));
        }
    }

    /**
     * Who gets what.
     *
     * @param parts by series; none where there is a doubt
     * @param operatorMillijoules what is nobody's but the operator's
     * @param doubtfulMillijoules all that the node's meter says, where the counters of its devices show more; otherwise 0
     */
    public record Shares(SortedMap<UsageKey, Part> parts, long operatorMillijoules, long doubtfulMillijoules) {}

    /**
     * Shares.
     *
     * @param allocations of the node's devices, as far as they count, and others that do not touch the time
     * @param energies of the node's devices
     */
    public static Shares of(Metered metered, Collection<Allocation> allocations, Collection<DeviceEnergy> energies) {
        NodeShare share = new NodeShare(metered);
        allocations.forEach(share::allocate);
        energies.forEach(share::count);
        return share.shares();
    }

    /** What is known of a series; weights are thousandths of a GPU times milliseconds. */
    private static final class Account {
        private long milliGpuSeconds;
        private long weight;
        private long countedWeight;
        private long deviceMillijoules;
        private long estimatedMillijoules;
        private Counted counted = Counted.NOTHING;

        /** Counters cover no more of a device than was had of it. */
        long uncountedWeight() {
            return Math.max(0, weight - countedWeight);
        }
    }

    private Account account(UsageKey series) {
        return accounts.computeIfAbsent(series, absent -> new Account());
    }

    private void allocate(Allocation allocation) {
        for (Interval time : metered.covered) {
            if (time.overlaps(allocation.interval())) {
                Interval part = common(time, allocation.interval());
                Account account = account(allocation.series());
                account.milliGpuSeconds += new IntervalCut(allocation.gpuThousandths(), part, null).milliGpuSeconds();
                account.weight += allocation.gpuThousandths() * part.length().toMillis();
                allocations.add(
                        new Allocation(allocation.device(), allocation.series(), allocation.gpuThousandths(), part));
            }
        }
    }

    private void count(DeviceEnergy energy) {
        Stretch stretch = energy.stretch();
        if (!stretch.kind().isCounted()) {
            return;
        }
        Interval whole = new Interval(stretch.start(), stretch.end());
        EnergyCut cut = new EnergyCut(stretch, energy.gpuThousandths());
        for (Interval time : metered.covered) {
            if (time.overlaps(whole)) {
                cut.within(common(time, whole), piece -> {
                    Account account = account(piece.series());
                    account.counted = account.counted.plus(Counted.of(piece));
                });
                leaveOut(energy, cut, time);
            }
        }
        for (Allocation had : allocations) {
            if (had.device().equals(energy.device()) && had.interval().overlaps(whole)) {
                Interval time = common(had.interval(), whole);
                cut.within(time, piece -> attribute(piece, had, energy.gpuThousandths(), time));
            }
        }
    }

    /** What counters show of time that is not their reader's counts without the node as little as with it. */
    private void leaveOut(DeviceEnergy energy, EnergyCut cut, Interval time) {
        energy.notHad()
                .forEach((series, times) -> times.stream()
                        .filter(time::overlaps)
                        .forEach(one -> cut.of(series, common(time, one), piece -> {
                            Account account = account(series);
                            account.counted = account.counted.without(Counted.of(piece));
                        })));
    }

    /** Counters count for the time for which their reader had the device; what they show beside it is part of the rest. */
    private void attribute(EnergyCut.Piece piece, Allocation had, long gpuThousandths, Interval time) {
        if (piece.series().equals(had.series())) {
            Account account = account(piece.series());
            account.countedWeight += Math.min(gpuThousandths, had.gpuThousandths())
                    * time.length().toMillis();
            account.deviceMillijoules = Math.addExact(account.deviceMillijoules, piece.millijoules());
            account.estimatedMillijoules = Math.addExact(account.estimatedMillijoules, piece.estimatedMillijoules());
        }
    }

    private Shares shares() {
        long devices = 0;
        long weight = 0;
        long counted = 0;
        long uncounted = 0;
        for (Account account : accounts.values()) {
            devices = Math.addExact(devices, account.deviceMillijoules);
            weight += account.weight;
            uncounted += account.uncountedWeight();
            counted += account.weight - account.uncountedWeight();
        }
        if (devices > metered.millijoules) {
            return new Shares(new TreeMap<>(), 0, metered.millijoules);
        }
        long rest = metered.millijoules - devices;
        // What no counter shows is taken for as much as the counted time draws, as far as the node has drawn it at all.
        long assumed = counted == 0 ? 0 : WholeParts.atMost(rest, devices, uncounted, counted);
        long installed = metered.covered.stream()
                .mapToLong(time -> time.length().toMillis())
                .sum();
        long capacity = Math.max(metered.gpuThousandths * installed, weight);
        List<Account> all = List.copyOf(accounts.values());
        List<Long> assumedParts = WholeParts.of(
                assumed, all.stream().map(Account::uncountedWeight).toList());
        List<Long> weights =
                new ArrayList<>(all.stream().map(account -> account.weight).toList());
        weights.add(capacity - weight);
        List<Long> restParts = WholeParts.of(rest - assumed, weights);
        boolean isEstimate = uncounted > 0;
        SortedMap<UsageKey, Part> parts = new TreeMap<>();
        int i = 0;
        for (var entry : accounts.entrySet()) {
            Account account = entry.getValue();
            long shared = assumedParts.get(i) + restParts.get(i);
            parts.put(
                    entry.getKey(),
                    new Part(
                            account.milliGpuSeconds,
                            account.deviceMillijoules + shared,
                            account.estimatedMillijoules + (isEstimate ? shared : 0),
                            account.counted));
            i++;
        }
        return new Shares(parts, restParts.getLast(), 0);
    }

    static Interval common(Interval one, Interval other) {
        Comparator<Instant> order = Comparator.naturalOrder();
        Instant start = order.compare(one.start(), other.start()) >= 0 ? one.start() : other.start();
        Instant end = order.compare(one.end(), other.end()) <= 0 ? one.end() : other.end();
        return new Interval(start, end);
    }
}

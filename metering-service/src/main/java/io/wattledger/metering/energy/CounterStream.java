package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.Stretch.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The readings of one device for one share of it, as a whole. What they come to is a function of the set of readings: the
 * order in which they arrived and how often does not matter.
 *
 * <p>The share of the energy follows the counter itself, {@code S(v) = floor(v × thousandths / 1000)}: between two readings
 * it is {@code S(later) − S(earlier)}, so that readings in between change nothing of the sum.
 */
public final class CounterStream {

    private static final long WHOLE_DEVICE = 1000;

    private final long gpuThousandths;
    private final CounterRules rules;

    /**
     * The stream of a share.
     *
     * @param gpuThousandths share of the device that is charged, between 1 and 1000
     */
    public CounterStream(long gpuThousandths, CounterRules rules) {
        if (gpuThousandths < 1 || gpuThousandths > WHOLE_DEVICE) {
            throw new IllegalArgumentException("share of a device is " + gpuThousandths + ": between 1 and 1000");
        }
        this.gpuThousandths = gpuThousandths;
        this.rules = rules;
    }

    /** All that {@code readings} say, in order of time. */
    public List<Stretch> stretches(Collection<CounterReading> readings) {
        SortedMap<Instant, Tick> ticks = new TreeMap<>();
        for (CounterReading reading : readings) {
            ticks.computeIfAbsent(reading.at(), Tick::new).add(reading);
        }
        List<Stretch> stretches = new ArrayList<>();
        Tick before = null;
        for (Map.Entry<Instant, Tick> entry : ticks.entrySet()) {
            Tick tick = entry.getValue();
            if (tick.isContradictory) {
                stretches.add(tick.stretch(tick.at, Kind.CONTRADICTION, 0));
                continue;
            }
            if (before != null) {
                stretches.add(between(before, tick));
            }
            before = tick;
        }
        return stretches;
    }

    private Stretch between(Tick before, Tick tick) {
        boolean isReset = tick.millijoules < before.millijoules || isOtherBoot(before.boot, tick.boot);
        long since = isReset ? 0 : before.millijoules;
        long energy = shareOf(tick.millijoules) - shareOf(since);
        return tick.stretch(before.at, kind(before.at, tick.at, tick.millijoules - since, isReset), energy);
    }

    private Kind kind(Instant start, Instant end, long rise, boolean isReset) {
        Duration length = Duration.between(start, end);
        if (length.compareTo(rules.joinUpTo()) > 0) {
            return Kind.TOO_FAR_APART;
        }
        // One watt for one millisecond is one millijoule.
        BigInteger most = BigInteger.valueOf(rules.mostWatts()).multiply(BigInteger.valueOf(length.toMillis()));
        if (BigInteger.valueOf(rise).compareTo(most) > 0) {
            return Kind.IMPOSSIBLE;
        }
        return isReset ? Kind.RESET : Kind.MEASURED;
    }

    private static boolean isOtherBoot(@Nullable String one, @Nullable String other) {
        return one != null && other != null && !one.equals(other);
    }

    /** {@code floor(v × thousandths / 1000)}, by thousands and rest because the product would not fit. */
    private long shareOf(long millijoules) {
        return millijoules / WHOLE_DEVICE * gpuThousandths + millijoules % WHOLE_DEVICE * gpuThousandths / WHOLE_DEVICE;
    }

    /**
     * All readings of one instant. The instances of a partitioned GPU repeat the counter of the whole device, so the same
     * value again says nothing new; everybody named shares what is charged.
     */
    private static final class Tick {
        private final Instant at;
        private final SortedSet<UsageKey> series = new TreeSet<>();
        private long millijoules;
        private @Nullable String boot;
        private boolean isContradictory;

        Tick(Instant at) {
            this.at = at;
        }

        void add(CounterReading reading) {
            if (!series.isEmpty()) {
                isContradictory |= reading.millijoules() != millijoules || isOtherBoot(boot, reading.boot());
            }
            millijoules = reading.millijoules();
            boot = boot == null ? reading.boot() : boot;
            series.add(reading.series());
        }

        Stretch stretch(Instant start, Kind kind, long energy) {
            return new Stretch(start, at, kind, energy, List.copyOf(series));
        }
    }
}

package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.energy.Stretch.Kind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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
 *
 * <p>A counter rises, or begins anew at nothing. Up to {@value #OUT_OF_LINE_AT_MOST} readings in a row that are lower than the
 * one before them, or higher than the one after, are false where these two are in line with each other. Whether a reading is
 * follows from so many on both sides and no more, so that what a reading changes can be told from those around it.
 */
public final class CounterStream {

    private static final int OUT_OF_LINE_AT_MOST = 2;

    /** What the first reading after a time says is joined to one of so many instants before the time, or to none. */
    public static final int JOINED = OUT_OF_LINE_AT_MOST + 1;

    /** What is said of a time follows from the readings in it and at so many instants before and after it. */
    public static final int AROUND = 2 * OUT_OF_LINE_AT_MOST + 1;

    /** What a reading changes follows from the readings at so many instants before and after it. */
    public static final int CHANGED = 3 * OUT_OF_LINE_AT_MOST + 1;

    private static final long WHOLE_DEVICE = 1000;

    /** Readings that two senders took a little apart, or that an exporter kept for some seconds, may go back by so much. */
    private static final long JITTER_MILLIS = 1000;

    private final long gpuThousandths;
    private final CounterRules rules;
    private final long jitter;

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
        this.jitter = mostIn(JITTER_MILLIS).longValueExact();
    }

    /** All that {@code readings} say, in order of time. */
    public List<Stretch> stretches(Collection<CounterReading> readings) {
        SortedMap<Instant, Tick> ticks = new TreeMap<>();
        for (CounterReading reading : readings) {
            ticks.computeIfAbsent(reading.at(), Tick::new).add(reading);
        }
        List<Stretch> stretches = new ArrayList<>();
        List<Tick> line = new ArrayList<>();
        for (Tick tick : ticks.values()) {
            if (tick.isContradictory) {
                stretches.add(tick.stretch(tick.at, Kind.CONTRADICTION, 0));
            } else {
                line.add(tick);
            }
        }
        boolean[] isOut = new boolean[line.size()];
        for (int i = 0; i < isOut.length; i++) {
            isOut[i] = isOutOfLine(line, i);
        }
        for (int i = 0; i < isOut.length; i++) {
            add(line, isOut, i, stretches);
        }
        stretches.sort(Comparator.comparing(Stretch::end).thenComparing(Stretch::start));
        return stretches;
    }

    private void add(List<Tick> line, boolean[] isOut, int place, List<Stretch> stretches) {
        Tick tick = line.get(place);
        if (isOut[place]) {
            if (!isJitter(line, place)) {
                stretches.add(tick.stretch(tick.at, Kind.OUT_OF_LINE, 0));
            }
            return;
        }
        for (int before = place - 1; before >= 0 && before >= place - JOINED; before--) {
            if (!isOut[before]) {
                stretches.add(between(line.get(before), tick));
                return;
            }
        }
    }

    /** Whether a reading that is passed over is just a little lower than one before it. */
    private boolean isJitter(List<Tick> line, int place) {
        Tick tick = line.get(place);
        return line.subList(Math.max(0, place - OUT_OF_LINE_AT_MOST), place).stream()
                .max(Comparator.comparing(before -> before.millijoules))
                .filter(highest -> isJitter(highest, tick))
                .isPresent();
    }

    private boolean isOutOfLine(List<Tick> line, int place) {
        for (int from = Math.max(0, place - OUT_OF_LINE_AT_MOST); from < place; from++) {
            for (int to = place + 1; to < line.size() && to <= from + JOINED; to++) {
                if (!isBetween(line, from, place, to) && isInLineWithout(line, from, to)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isBetween(List<Tick> line, int from, int place, int to) {
        long value = line.get(place).millijoules;
        return value >= line.get(from).millijoules && value - line.get(to).millijoules <= jitter;
    }

    /** Whether the counter rose as it can, were it not for the readings in between, every one of which is lower or higher. */
    private boolean isInLineWithout(List<Tick> line, int from, int to) {
        Tick first = line.get(from);
        Tick last = line.get(to);
        if (last.millijoules < first.millijoules
                || kind(first.at, last.at, last.millijoules - first.millijoules, false) != Kind.MEASURED) {
            return false;
        }
        for (int i = from; i <= to; i++) {
            Tick tick = line.get(i);
            boolean isInner = i > from && i < to;
            if (!tick.isWeighed || isOtherBoot(first.boot, tick.boot) || isInner && isBetween(line, from, i, to)) {
                return false;
            }
        }
        return true;
    }

    private Stretch between(Tick before, Tick tick) {
        boolean isOtherBoot = isOtherBoot(before.boot, tick.boot);
        boolean isBack = tick.millijoules < before.millijoules;
        // What has begun anew has lost more than it shows.
        boolean isAsMuch = isBack && tick.millijoules > before.millijoules - tick.millijoules;
        if (isAsMuch && !isOtherBoot && before.isWeighed && tick.isWeighed) {
            Kind kind = kind(before.at, tick.at, 0, false);
            return tick.stretch(before.at, kind == Kind.MEASURED && !isJitter(before, tick) ? Kind.STEP_BACK : kind, 0);
        }
        boolean isReset = isBack || isOtherBoot;
        long since = isReset ? 0 : before.millijoules;
        long energy = shareOf(tick.millijoules) - shareOf(since);
        return tick.stretch(before.at, kind(before.at, tick.at, tick.millijoules - since, isReset), energy);
    }

    private boolean isJitter(Tick before, Tick tick) {
        long back = before.millijoules - tick.millijoules;
        return back > 0 && back <= jitter;
    }

    private Kind kind(Instant start, Instant end, long rise, boolean isReset) {
        Duration length = Duration.between(start, end);
        if (length.compareTo(rules.joinUpTo()) > 0) {
            return Kind.TOO_FAR_APART;
        }
        if (BigInteger.valueOf(rise).compareTo(mostIn(length.toMillis())) > 0) {
            return Kind.IMPOSSIBLE;
        }
        return isReset ? Kind.RESET : Kind.MEASURED;
    }

    /** The most that a device can draw. One watt for one millisecond is one millijoule. */
    private BigInteger mostIn(long millis) {
        return BigInteger.valueOf(rules.mostWatts()).multiply(BigInteger.valueOf(millis));
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
        private boolean isWeighed = true;

        Tick(Instant at) {
            this.at = at;
        }

        void add(CounterReading reading) {
            if (!series.isEmpty()) {
                isContradictory |= reading.millijoules() != millijoules || isOtherBoot(boot, reading.boot());
            }
            millijoules = reading.millijoules();
            boot = boot == null ? reading.boot() : boot;
            isWeighed &= reading.isWeighed();
            series.add(reading.series());
        }

        Stretch stretch(Instant start, Kind kind, long energy) {
            return new Stretch(start, at, kind, energy, List.copyOf(series));
        }
    }
}

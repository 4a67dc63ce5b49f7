package io.wattledger.metering.slot;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the usage of an interval at slot boundaries, exactly. GPU time follows the cumulative count
 * {@code G(t) = floor(gpuThousandths × t)} in milli-GPU-seconds since the epoch, so that a slot gets
 * {@code G(end) − G(start)} and an interval reported in pieces gives what the whole gives. Energy is spread evenly over
 * the interval by a cumulative count from its start, so that its pieces add up to the whole as well.
 */
public final class IntervalCut {

    private static final long MILLIS_PER_SECOND = 1000;
    private static final long MILLIS_PER_SLOT = Slot.LENGTH.toMillis();

    /** A leap year, which one report may fill at once. */
    private static final long LONG_MILLIS = Duration.ofDays(366).toMillis();

    private final long gpuThousandths;
    private final long start;
    private final long end;
    private final @Nullable Long energyMillijoules;

    /**
     * Prepares to cut the usage of {@code gpuThousandths} over {@code interval}.
     *
     * @param gpuThousandths GPUs in thousandths, at most 10⁹ so that the count since the epoch fits 64 bits
     * @param interval when, to the whole millisecond
     * @param energyMillijoules energy measured over the whole of it, null where it was not
     */
    public IntervalCut(long gpuThousandths, Interval interval, @Nullable Long energyMillijoules) {
        this(gpuThousandths, interval.start().toEpochMilli(), interval.end().toEpochMilli(), energyMillijoules);
    }

    private IntervalCut(long gpuThousandths, long start, long end, @Nullable Long energyMillijoules) {
        this.gpuThousandths = gpuThousandths;
        this.start = start;
        this.end = end;
        this.energyMillijoules = energyMillijoules;
    }

    /**
     * Hands every slot that gets something to {@code target}, in order of time: the number of the slot since the epoch
     * and its figures. A slot whose share comes to nothing is left out.
     */
    public void pieces(BiConsumer<Long, SlotFigures> target) {
        long from = start;
        while (from < end) {
            long number = Math.floorDiv(from, MILLIS_PER_SLOT);
            long to = Math.min(end, (number + 1) * MILLIS_PER_SLOT);
            SlotFigures figures = figures(from, to);
            if (!figures.isNone()) {
                target.accept(number, figures);
            }
            from = to;
        }
    }

    /** The figures of a part of the interval; those of neighbouring parts add up to those of the whole. */
    public SlotFigures within(Interval part) {
        return figures(part.start().toEpochMilli(), part.end().toEpochMilli());
    }

    /**
     * The same in parts none of which fills too many slots at once, as a run may that nobody has stopped for decades. Energy is
     * never measured over so long a time; where it is, there is one part.
     */
    public List<IntervalCut> parts() {
        if (end - start <= LONG_MILLIS || energyMillijoules != null) {
            return List.of(this);
        }
        List<IntervalCut> parts = new ArrayList<>();
        for (long from = start; from < end; from += LONG_MILLIS) {
            parts.add(new IntervalCut(gpuThousandths, from, Math.min(end, from + LONG_MILLIS), null));
        }
        return parts;
    }

    /** The GPU time of the whole interval. */
    public long milliGpuSeconds() {
        return gpuTimeUntil(end) - gpuTimeUntil(start);
    }

    private SlotFigures figures(long from, long to) {
        long gpuTime = gpuTimeUntil(to) - gpuTimeUntil(from);
        if (energyMillijoules == null) {
            return new SlotFigures(gpuTime, 0, 0);
        }
        return new SlotFigures(gpuTime, gpuTime, energyUntil(to) - energyUntil(from));
    }

    /** {@code floor(gpuThousandths × milliseconds / 1000)}, by seconds and rest because the product would not fit. */
    private long gpuTimeUntil(long epochMilli) {
        long seconds = Math.floorDiv(epochMilli, MILLIS_PER_SECOND);
        long rest = Math.floorMod(epochMilli, MILLIS_PER_SECOND);
        return Math.addExact(Math.multiplyExact(gpuThousandths, seconds), gpuThousandths * rest / MILLIS_PER_SECOND);
    }

    private long energyUntil(long epochMilli) {
        long energy = energyMillijoules == null ? 0 : energyMillijoules;
        long elapsed = epochMilli - start;
        if (Math.multiplyHigh(energy, elapsed) == 0 && energy * elapsed >= 0) {
            return energy * elapsed / (end - start);
        }
        return BigInteger.valueOf(energy)
                .multiply(BigInteger.valueOf(elapsed))
                .divide(BigInteger.valueOf(end - start))
                .longValueExact();
    }
}

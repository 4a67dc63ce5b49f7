package io.wattledger.metering.energy;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.metering.slot.IntervalCut;
import io.wattledger.metering.slot.SlotFigures;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Spreads the energy of a stretch evenly over its quarter-hours, by cumulative counts, so that the parts add up to the
 * whole; and among the series that share it, in the same manner.
 */
public final class EnergyCut {

    private final Stretch stretch;
    private final long gpuThousandths;

    /** Prepares to cut {@code stretch}, which was measured for {@code gpuThousandths} of a device. */
    public EnergyCut(Stretch stretch, long gpuThousandths) {
        this.stretch = stretch;
        this.gpuThousandths = gpuThousandths;
    }

    /**
     * What one series gets in one slot.
     *
     * @param series who is charged
     * @param slot number of the quarter-hour since the epoch
     * @param coveredMilliGpuSeconds GPU time for which the energy was measured
     * @param millijoules the energy
     * @param estimatedMillijoules the part of it that is an estimate
     */
    public record Piece(
            UsageKey series, long slot, long coveredMilliGpuSeconds, long millijoules, long estimatedMillijoules) {}

    /** Hands every piece to {@code target}, by time and series; none where nothing is counted. */
    public void pieces(Consumer<Piece> target) {
        if (!stretch.kind().isCounted()) {
            return;
        }
        boolean isEstimate = stretch.kind() == Stretch.Kind.RESET;
        Interval interval = new Interval(stretch.start(), stretch.end());
        new IntervalCut(gpuThousandths, interval, stretch.millijoules())
                .pieces((slot, figures) -> divide(slot, figures, isEstimate, target));
    }

    /** Hands what every series gets within a part of the stretch to {@code target}; none where nothing is counted. */
    void within(Interval part, Consumer<Piece> target) {
        if (stretch.kind().isCounted()) {
            Interval interval = new Interval(stretch.start(), stretch.end());
            SlotFigures figures = new IntervalCut(gpuThousandths, interval, stretch.millijoules()).within(part);
            long slot = Math.floorDiv(part.start().toEpochMilli(), Slot.LENGTH.toMillis());
            divide(slot, figures, stretch.kind() == Stretch.Kind.RESET, target);
        }
    }

    /** Hands what one series gets within a part of the stretch to {@code target}, by quarter-hour. */
    public void of(UsageKey series, Interval part, Consumer<Piece> target) {
        Instant from = part.start();
        while (from.isBefore(part.end())) {
            Instant next = Slot.containing(from).end();
            Instant to = next.isBefore(part.end()) ? next : part.end();
            within(new Interval(from, to), piece -> {
                if (piece.series().equals(series)) {
                    target.accept(piece);
                }
            });
            from = to;
        }
    }

    private void divide(long slot, SlotFigures figures, boolean isEstimate, Consumer<Piece> target) {
        int sharers = stretch.series().size();
        for (int i = 0; i < sharers; i++) {
            long covered = part(figures.measuredMilliGpuSeconds(), i, sharers);
            long energy = part(figures.measuredMillijoules(), i, sharers);
            if (covered != 0 || energy != 0) {
                target.accept(new Piece(stretch.series().get(i), slot, covered, energy, isEstimate ? energy : 0));
            }
        }
    }

    private static long part(long whole, int index, int parts) {
        return upTo(whole, index + 1, parts) - upTo(whole, index, parts);
    }

    /** {@code floor(whole × index / parts)}, by quotient and rest because the product might not fit. */
    private static long upTo(long whole, int index, int parts) {
        return whole / parts * index + whole % parts * index / parts;
    }
}

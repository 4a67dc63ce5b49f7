package io.wattledger.pricing.feed;

import io.wattledger.pricing.energy.CarbonFactor;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.PricePoint;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.UnreadableDocument.Reason;
import io.wattledger.pricing.energy.ValueState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gathers the values of a document by slot: each on a whole slot of its series, equal duplicates once, others refused. */
final class SlotValues {

    private final String series;
    private final Resolution resolution;
    private final SortedMap<Instant, Value> byStart = new TreeMap<>();

    private record Value(BigDecimal number, ValueState state) {}

    SlotValues(EnergySeries series) {
        this.series = series.id();
        this.resolution = series.resolution();
    }

    /** Adds a value; {@code end} is absent where the document does not state it. */
    void add(Instant start, @Nullable Instant end, BigDecimal number, ValueState state, Refusing refusing) {
        requireSlot(start, end, refusing);
        Value other = byStart.putIfAbsent(start, new Value(number, state));
        if (other != null && (other.number().compareTo(number) != 0 || other.state() != state)) {
            throw refusing.because("slot " + start + " already has the value "
                            + other.number().toPlainString())
                    .as(Reason.TWO_VALUES);
        }
    }

    /** Refuses what is no slot of the series. */
    void requireSlot(Instant start, @Nullable Instant end, Refusing refusing) {
        if (!resolution.startsAt(start)) {
            throw refusing.because(
                    start + " is not the start of a slot of " + resolution + ", the resolution of series " + series);
        }
        Instant expected = start.plus(resolution.length());
        if (end != null && !end.equals(expected)) {
            throw refusing.because("the slot from " + start + " ends at " + end + ", but series " + series + " is in "
                    + resolution + ", so it must end at " + expected);
        }
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return byStart.isEmpty();
    }

    /** The values as prices in the unit of the series, in order of time. */
    List<PricePoint> prices(PriceSeries wanted) {
        List<PricePoint> points = new ArrayList<>(byStart.size());
        byStart.forEach((start, value) ->
                points.add(new PricePoint(start, EnergyPrice.of(value.number(), wanted.unit()), value.state())));
        return points;
    }

    /** The values as carbon factors, in order of time. */
    List<CarbonFactor> factors() {
        List<CarbonFactor> factors = new ArrayList<>(byStart.size());
        byStart.forEach((start, value) -> factors.add(new CarbonFactor(start, value.number(), value.state())));
        return factors;
    }
}

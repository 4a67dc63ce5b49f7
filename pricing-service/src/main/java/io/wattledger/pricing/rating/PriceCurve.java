package io.wattledger.pricing.rating;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The price per MWh of every quarter-hour of a span. It is made once per component, site and day and then holds for every
 * series there, so that all that makes a price (floors, exchange rates, times of use) costs nothing per series.
 */
final class PriceCurve {

    private static final long SLOT_SECONDS = Slot.LENGTH.toSeconds();

    private final long firstSlot;
    private final List<SlotPrice> prices;
    private final int scale;
    private final long @Nullable [] units;

    private PriceCurve(long firstSlot, List<SlotPrice> prices, int scale, long @Nullable [] units) {
        this.firstSlot = firstSlot;
        this.prices = prices;
        this.scale = scale;
        this.units = units;
    }

    /** The curve over {@code span}, which begins and ends on quarter-hours, of what {@code priceAt} says for each. */
    static PriceCurve over(Interval span, Function<Instant, SlotPrice> priceAt) {
        List<SlotPrice> prices = new ArrayList<>();
        for (Instant at = span.start(); at.isBefore(span.end()); at = at.plus(Slot.LENGTH)) {
            prices.add(priceAt.apply(at));
        }
        int scale = 0;
        for (SlotPrice price : prices) {
            if (price instanceof SlotPrice.Known known) {
                scale = Math.max(scale, known.perMwh().scale());
            }
        }
        return new PriceCurve(slotNumber(span.start()), prices, scale, units(prices, scale));
    }

    /** All prices as whole units of {@code 10^-scale}, 0 where none is known; null where one does not fit. */
    private static long @Nullable [] units(List<SlotPrice> prices, int scale) {
        long[] units = new long[prices.size()];
        try {
            for (int index = 0; index < units.length; index++) {
                if (prices.get(index) instanceof SlotPrice.Known known) {
                    units[index] =
                            known.perMwh().setScale(scale).unscaledValue().longValueExact();
                }
            }
        } catch (ArithmeticException e) {
            // Quotients have 34 digits: then decimals are used.
            return null;
        }
        return units;
    }

    private static long slotNumber(Instant start) {
        return start.getEpochSecond() / SLOT_SECONDS;
    }

    /** Place of the slot that starts at {@code start}. */
    int indexOf(Instant start) {
        return (int) (slotNumber(start) - firstSlot);
    }

    SlotPrice at(int index) {
        return prices.get(index);
    }

    /** Whole units of {@code 10^-scale} per slot, 0 where there is no price; null where decimals must be used. */
    long @Nullable [] units() {
        return units;
    }

    int scale() {
        return scale;
    }
}

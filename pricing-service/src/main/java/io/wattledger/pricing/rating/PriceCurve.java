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

    /** Marks a slot that has no price or one that stands in for it; {@link #at} says more. */
    static final int TOLD_APART = -1;

    private static final long SLOT_SECONDS = Slot.LENGTH.toSeconds();

    private final long firstSlot;
    private final List<SlotPrice> prices;
    private final int scale;
    private final long @Nullable [] units;

    /** Per slot, the place of its documents in {@link #documents}; {@link #TOLD_APART} where it is no plain price. */
    private final int[] documentsOf;

    private final List<List<String>> documents = new ArrayList<>();

    private PriceCurve(long firstSlot, List<SlotPrice> prices, int scale, long @Nullable [] units) {
        this.firstSlot = firstSlot;
        this.prices = prices;
        this.scale = scale;
        this.units = units;
        this.documentsOf = new int[prices.size()];
        for (int index = 0; index < documentsOf.length; index++) {
            documentsOf[index] = prices.get(index) instanceof SlotPrice.Known known && known.missing() == null
                    ? placeOf(known.documents())
                    : TOLD_APART;
        }
    }

    private int placeOf(List<String> ofSlot) {
        int known = documents.indexOf(ofSlot);
        if (known >= 0) {
            return known;
        }
        documents.add(ofSlot);
        return documents.size() - 1;
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

    /** Whether two slots that have prices have the same. */
    boolean samePrice(int one, int other) {
        if (units != null) {
            return units[one] == units[other];
        }
        return prices.get(one) instanceof SlotPrice.Known first
                && prices.get(other) instanceof SlotPrice.Known second
                && first.perMwh().compareTo(second.perMwh()) == 0;
    }

    /** Which of {@link #documents()} state the price of each slot; {@link #TOLD_APART} where it is no plain price. */
    int[] documentsOf() {
        return documentsOf;
    }

    /** The sets of documents that state the prices. */
    List<List<String>> documents() {
        return documents;
    }

    /** Whole units of {@code 10^-scale} per slot, 0 where there is no price; null where decimals must be used. */
    long @Nullable [] units() {
        return units;
    }

    int scale() {
        return scale;
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.CountedTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * GPU time that is counted together in a part of a month: what each place used of it, and what was counted in the month
 * before the part began and in the whole of it.
 *
 * @param before milli-GPU-seconds of the month before this part
 * @param month milli-GPU-seconds of the whole month
 * @param used milli-GPU-seconds of this part by place, none of them 0
 */
record MonthTime(BigDecimal before, BigDecimal month, SortedMap<Place, BigDecimal> used) {

    /** The counts of a scope: one, or one for each site. A count without use in this part is left out. */
    static List<MonthTime> of(CountedTime scope, MonthPart part) {
        SortedMap<String, List<RatedUsage>> counts = new TreeMap<>();
        for (RatedUsage day : part.month().days()) {
            if (scope.contains(day.sku(), day.site())) {
                String count = scope.countsPerSite() ? day.site() : RatedUsage.ALL;
                counts.computeIfAbsent(count, none -> new ArrayList<>()).add(day);
            }
        }
        List<MonthTime> times = new ArrayList<>();
        for (List<RatedUsage> days : counts.values()) {
            MonthTime time = of(days, part);
            if (!time.used.isEmpty()) {
                times.add(time);
            }
        }
        return times;
    }

    private static MonthTime of(List<RatedUsage> days, MonthPart part) {
        BigDecimal before = BigDecimal.ZERO;
        BigDecimal month = BigDecimal.ZERO;
        SortedMap<Place, BigDecimal> used = new TreeMap<>();
        for (RatedUsage day : days) {
            BigDecimal time = BigDecimal.valueOf(day.milliGpuSeconds());
            month = month.add(time);
            int order = part.order(day);
            if (order < 0) {
                before = before.add(time);
            } else if (order == 0 && time.signum() > 0) {
                used.merge(Place.of(day), time, BigDecimal::add);
            }
        }
        return new MonthTime(before, month, used);
    }

    /** What was used in this part. */
    BigDecimal total() {
        return used.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * A quantity and its amount, shared out by the use of each place; the shares add up to both exactly.
     *
     * @param whole quantity with its unit price
     * @param amount what it costs
     */
    List<Share> share(Measured whole, BigDecimal amount) {
        List<Place> places = List.copyOf(used.keySet());
        List<BigDecimal> weights = List.copyOf(used.values());
        List<BigDecimal> quantities = Shares.of(whole.quantity(), weights);
        List<BigDecimal> amounts = Shares.of(amount, weights);
        List<Share> shares = new ArrayList<>();
        @Nullable BigDecimal price = whole.unitPrice();
        for (int index = 0; index < places.size(); index++) {
            shares.add(new Share(
                    places.get(index), new Measured(quantities.get(index), whole.unit(), price), amounts.get(index)));
        }
        return shares;
    }

    /**
     * What falls to a place.
     *
     * @param place where
     * @param measured its share of the quantity
     * @param amount its share of the amount
     */
    record Share(Place place, Measured measured, BigDecimal amount) {}
}

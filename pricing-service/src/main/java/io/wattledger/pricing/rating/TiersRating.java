package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.Tiers;
import io.wattledger.pricing.tariff.Tiers.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GPU time in tiers: each tier is priced as a whole over all places, {@code GPU-hours in it × its price}, and then shared
 * out to the places by their GPU time. An hour that was used before a change of version has filled its tier already.
 */
final class TiersRating {

    private TiersRating() {}

    static MonthCharges rate(Tiers component, MonthPart part) {
        List<ProjectCharge> charges = new ArrayList<>();
        for (MonthTime time : MonthTime.of(component.scope(), part)) {
            for (int number = 0; number < component.tiers().size(); number++) {
                BigDecimal inside =
                        switch (component.mode()) {
                            case GRADUATED -> graduated(component.tiers(), number, time);
                            case VOLUME ->
                                contains(component.tiers(), number, time.month()) ? time.total() : BigDecimal.ZERO;
                        };
                if (inside.signum() > 0) {
                    charges.addAll(charges(component, number, inside, time));
                }
            }
        }
        return MonthCharges.of(charges);
    }

    private static BigDecimal graduated(List<Tier> tiers, int number, MonthTime time) {
        BigDecimal end = time.before().add(time.total());
        BigDecimal from = lower(tiers, number).max(time.before());
        BigDecimal edge = upper(tiers.get(number));
        return (edge == null ? end : end.min(edge)).subtract(from);
    }

    private static boolean contains(List<Tier> tiers, int number, BigDecimal count) {
        BigDecimal edge = upper(tiers.get(number));
        return count.compareTo(lower(tiers, number)) > 0 && (edge == null || count.compareTo(edge) <= 0);
    }

    private static BigDecimal lower(List<Tier> tiers, int number) {
        BigDecimal edge = number == 0 ? BigDecimal.ZERO : upper(tiers.get(number - 1));
        return edge == null ? BigDecimal.ZERO : edge;
    }

    private static @Nullable BigDecimal upper(Tier tier) {
        BigDecimal hours = tier.upToGpuHours();
        return hours == null ? null : hours.multiply(Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
    }

    private static List<ProjectCharge> charges(Tiers component, int number, BigDecimal inside, MonthTime time) {
        BigDecimal price = component.tiers().get(number).pricePerGpuHour();
        BigDecimal hours = Exact.divide(inside, Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
        BigDecimal amount = Exact.divide(inside.multiply(price), Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
        String name = "tier-" + (number + 1);
        return time.share(Measured.gpuHours(hours, price), amount).stream()
                .map(share -> PlacedCharge.at(
                        share.place(), component, name, ChargeKind.GPU_TIME, share.measured(), share.amount()))
                .toList();
    }
}

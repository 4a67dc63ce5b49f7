package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.GpuHour.Agreed;
import io.wattledger.pricing.tariff.GpuTimeComponent;
import io.wattledger.pricing.tariff.Granularity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * GPU time at a price per GPU-hour: {@code milliGpuSeconds × price ÷ 3,600,000}, where the time may be rounded up to
 * started steps. A SKU at a site that another model prices is left to it.
 */
final class GpuHourRating {

    private GpuHourRating() {}

    /** The charge of a charge period; none where the whole month is rounded up, or where there is no price. */
    static ComponentCharges ofDay(GpuHour component, List<SlotUsage> slots, Terms terms) {
        Optional<Agreed> price =
                component.priceOf(terms.sku().id(), terms.site().id());
        if (component.dueByMonth() || price.isEmpty() || GpuTimeGaps.givesWay(terms)) {
            return new ComponentCharges(List.of(), List.of());
        }
        long time = slots.stream().mapToLong(SlotUsage::milliGpuSeconds).reduce(0, Math::addExact);
        BigDecimal charged = BigDecimal.valueOf(charged(component, time));
        Charge charge = PlacedCharge.ofDay(
                component,
                price.get().term(),
                ChargeKind.GPU_TIME,
                measured(charged, price.get()),
                amount(charged, price.get()));
        return ComponentCharges.of(charge, List.of());
    }

    /** The charges of a part of a month, one per series, where it is the month that is rounded up. */
    static MonthCharges ofMonth(GpuHour component, MonthPart part) {
        if (!component.dueByMonth()) {
            return MonthCharges.of(List.of());
        }
        SortedMap<Place, Long> times = new TreeMap<>();
        for (RatedUsage day : part.days()) {
            if (!givesWay(part, day)) {
                times.merge(Place.of(day), day.milliGpuSeconds(), Math::addExact);
            }
        }
        List<ProjectCharge> charges = new ArrayList<>();
        times.forEach((place, time) -> {
            BigDecimal charged = BigDecimal.valueOf(charged(component, time));
            component
                    .priceOf(place.sku(), place.site())
                    .filter(price -> charged.signum() > 0)
                    .ifPresent(price -> charges.add(PlacedCharge.at(
                            place,
                            component,
                            price.term(),
                            ChargeKind.GPU_TIME,
                            measured(charged, price),
                            amount(charged, price))));
        });
        return MonthCharges.of(charges);
    }

    private static boolean givesWay(MonthPart part, RatedUsage day) {
        return part.version().components().stream()
                .anyMatch(one -> one instanceof GpuTimeComponent other
                        && !(one instanceof GpuHour)
                        && other.prices(day.sku(), day.site()));
    }

    private static long charged(GpuHour component, long milliGpuSeconds) {
        Granularity granularity = component.granularity();
        return granularity == null ? milliGpuSeconds : granularity.charged(milliGpuSeconds);
    }

    private static Measured measured(BigDecimal time, Agreed price) {
        return Measured.gpuHours(Exact.divide(time, Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR), price.perGpuHour());
    }

    private static BigDecimal amount(BigDecimal time, Agreed price) {
        return Exact.divide(time.multiply(price.perGpuHour()), Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
    }
}

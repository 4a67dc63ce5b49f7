package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.tariff.GpuHour;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GPU time at a price per GPU-hour: {@code milliGpuSeconds × price ÷ 3,600,000}. */
final class GpuHourRating {

    private GpuHourRating() {}

    static ComponentCharges rate(GpuHour component, List<SlotUsage> slots, Terms terms) {
        Optional<BigDecimal> price =
                component.priceOf(terms.sku().id(), terms.site().id());
        GapRuns gaps = new GapRuns(component.id());
        if (price.isEmpty()) {
            String missing = "price of " + terms.sku().id() + " at "
                    + terms.site().id() + " in tariff " + terms.tariff().id();
            slots.forEach(slot -> gaps.add(slot, missing, BigDecimal.ZERO, null));
            return ComponentCharges.of(charge(component, 0, null), gaps.gaps());
        }
        long milliGpuSeconds =
                slots.stream().mapToLong(SlotUsage::milliGpuSeconds).reduce(0, Math::addExact);
        return ComponentCharges.of(charge(component, milliGpuSeconds, price.get()), gaps.gaps());
    }

    private static Charge charge(GpuHour component, long milliGpuSeconds, @Nullable BigDecimal price) {
        BigDecimal time = BigDecimal.valueOf(milliGpuSeconds);
        return new Charge(
                component.id(),
                null,
                ChargeKind.GPU_TIME,
                component.description(),
                null,
                null,
                Exact.divide(time, Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR),
                ChargeUnit.GPU_HOUR,
                price == null ? null : Exact.normal(price),
                price == null
                        ? BigDecimal.ZERO
                        : Exact.divide(time.multiply(price), Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR),
                0,
                0,
                List.of());
    }
}

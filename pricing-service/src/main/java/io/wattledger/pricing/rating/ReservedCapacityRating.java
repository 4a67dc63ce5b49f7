package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.CountedTime;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.ReservedCapacity.Reservation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Capacity that is reserved: all of its hours at its price, the hours used inside it at nothing, those above it at the
 * named rate, and those that stayed unused for show. Inside and above are told apart slot by slot over all projects and
 * shared out to the projects by their GPU time.
 */
final class ReservedCapacityRating {

    private static final long SLOT_MILLISECONDS = Slot.LENGTH.toMillis();

    private ReservedCapacityRating() {}

    static MonthCharges rate(ReservedCapacity component, MonthPart part) {
        List<ProjectCharge> charges = new ArrayList<>();
        for (Reservation one : component.reservations()) {
            charges.addAll(rate(component, one, part));
        }
        return MonthCharges.of(charges);
    }

    private static List<ProjectCharge> rate(ReservedCapacity component, Reservation one, MonthPart part) {
        Interval held = part.intervalAt(part.site(one.site()));
        BigDecimal reserved = BigDecimal.valueOf(one.gpus())
                .multiply(BigDecimal.valueOf(held.length().toMillis()));
        BigDecimal covered = BigDecimal.ZERO;
        BigDecimal above = BigDecimal.ZERO;
        long most = Math.multiplyExact(one.gpus(), SLOT_MILLISECONDS);
        for (SkuLoad load : part.loads()) {
            if (load.site().equals(one.site()) && load.sku().equals(one.sku())) {
                for (SlotUsage slot : load.slots()) {
                    covered = covered.add(BigDecimal.valueOf(Math.min(slot.milliGpuSeconds(), most)));
                    above = above.add(BigDecimal.valueOf(Math.max(slot.milliGpuSeconds() - most, 0)));
                }
            }
        }
        Place whole = new Place(RatedUsage.ALL, one.site(), one.sku());
        List<ProjectCharge> charges = new ArrayList<>();
        charges.add(charge(whole, component, "reserved", ChargeKind.RESERVATION, reserved, one.pricePerGpuHour()));
        charges.addAll(shared(component, one, part, "covered", covered, BigDecimal.ZERO));
        charges.addAll(shared(component, one, part, "overage", above, one.overagePricePerGpuHour()));
        BigDecimal unused = reserved.subtract(covered);
        if (unused.signum() > 0) {
            charges.add(charge(whole, component, "unused", ChargeKind.RESERVATION, unused, BigDecimal.ZERO));
        }
        return charges;
    }

    private static ProjectCharge charge(
            Place place, ReservedCapacity component, String part, ChargeKind kind, BigDecimal time, BigDecimal price) {
        return PlacedCharge.at(place, component, part, kind, Measured.gpuHours(hours(time), price), hours(time, price));
    }

    private static List<ProjectCharge> shared(
            ReservedCapacity component,
            Reservation one,
            MonthPart part,
            String name,
            BigDecimal time,
            BigDecimal price) {
        if (time.signum() == 0) {
            return List.of();
        }
        List<ProjectCharge> charges = new ArrayList<>();
        Measured whole = Measured.gpuHours(hours(time), price);
        CountedTime scope = new CountedTime(List.of(one.sku()), List.of(one.site()), null);
        for (MonthTime used : MonthTime.of(scope, part)) {
            for (MonthTime.Share share : used.share(whole, hours(time, price))) {
                charges.add(PlacedCharge.at(
                        share.place(), component, name, ChargeKind.GPU_TIME, share.measured(), share.amount()));
            }
        }
        return charges;
    }

    private static BigDecimal hours(BigDecimal milliGpuSeconds) {
        return Exact.divide(milliGpuSeconds, Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
    }

    private static BigDecimal hours(BigDecimal milliGpuSeconds, BigDecimal price) {
        return Exact.divide(milliGpuSeconds.multiply(price), Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
    }
}

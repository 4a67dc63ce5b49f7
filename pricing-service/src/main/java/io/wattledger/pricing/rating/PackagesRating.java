package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.Packages;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * GPU time by the package: the packages that are begun in this part of the month, {@code ⌈count at its end ÷ size⌉ − ⌈count
 * at its start ÷ size⌉}, at their price, shared out to the places by their GPU time.
 */
final class PackagesRating {

    private PackagesRating() {}

    static MonthCharges rate(Packages component, MonthPart part) {
        BigDecimal size = component.gpuHoursPerPackage().multiply(Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
        List<ProjectCharge> charges = new ArrayList<>();
        for (MonthTime time : MonthTime.of(component.scope(), part)) {
            BigDecimal begun = begun(time.before().add(time.total()), size).subtract(begun(time.before(), size));
            Measured packages = new Measured(begun, ChargeUnit.ONE, component.pricePerPackage());
            for (MonthTime.Share share : time.share(packages, begun.multiply(component.pricePerPackage()))) {
                charges.add(PlacedCharge.at(
                        share.place(), component, null, ChargeKind.GPU_TIME, share.measured(), share.amount()));
            }
        }
        return MonthCharges.of(charges);
    }

    private static BigDecimal begun(BigDecimal count, BigDecimal size) {
        return count.divide(size, 0, RoundingMode.CEILING);
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.MinimumCharge;
import java.math.BigDecimal;
import java.util.List;

/**
 * What named components fall short of their minimum: {@code minimum × days of this part ÷ days of the month − their
 * charges}, where that is above 0.
 */
final class MinimumChargeRating {

    private static final Place NOWHERE = new Place(RatedUsage.ALL, RatedUsage.ALL, RatedUsage.ALL);

    private MinimumChargeRating() {}

    static MonthCharges rate(MinimumCharge component, MonthPart part, EarlierCharges earlier) {
        BigDecimal minimum = part.ofMonth(component.amountPerMonth());
        BigDecimal reached = earlier.of(component.components()).stream()
                .map(one -> one.charge().amount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal shortfall = minimum.subtract(reached);
        if (shortfall.signum() <= 0) {
            return MonthCharges.of(List.of());
        }
        Measured one = new Measured(BigDecimal.ONE, ChargeUnit.ONE, shortfall);
        return MonthCharges.of(List.of(PlacedCharge.at(NOWHERE, component, null, ChargeKind.FEE, one, shortfall)));
    }
}

package io.wattledger.pricing.energy;

import java.math.BigDecimal;

/**
 * A price per kilowatt-hour.
 *
 * @param value exact; may be negative
 */
public record PricePerKwh(BigDecimal value) implements EnergyPrice {

    @Override
    public EnergyUnit unit() {
        return EnergyUnit.KWH;
    }

    @Override
    public PricePerMwh perMwh() {
        return new PricePerMwh(value.scaleByPowerOfTen(3));
    }
}

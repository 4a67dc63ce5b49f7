package io.wattledger.pricing.energy;

import java.math.BigDecimal;

/**
 * A price per megawatt-hour.
 *
 * @param value exact; may be negative
 */
public record PricePerMwh(BigDecimal value) implements EnergyPrice {

    @Override
    public EnergyUnit unit() {
        return EnergyUnit.MWH;
    }

    @Override
    public PricePerMwh perMwh() {
        return this;
    }
}

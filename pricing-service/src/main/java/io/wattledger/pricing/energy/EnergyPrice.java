package io.wattledger.pricing.energy;

import java.math.BigDecimal;

/** A price of energy whose unit is its type, so that a price per kWh cannot be taken for one per MWh. */
public sealed interface EnergyPrice permits PricePerMwh, PricePerKwh {

    /** The number as it was published, in the currency of its series; may be negative. */
    BigDecimal value();

    /** The unit that the number is per. */
    EnergyUnit unit();

    /** The same price per MWh; exact. */
    PricePerMwh perMwh();

    /** A price of {@code value} per {@code unit}. */
    static EnergyPrice of(BigDecimal value, EnergyUnit unit) {
        return switch (unit) {
            case MWH -> new PricePerMwh(value);
            case KWH -> new PricePerKwh(value);
        };
    }
}

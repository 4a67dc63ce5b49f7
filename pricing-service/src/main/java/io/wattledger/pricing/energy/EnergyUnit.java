package io.wattledger.pricing.energy;

import java.util.Arrays;
import java.util.Optional;

/** The unit that an energy price is per; part of every stored price, since no plausibility check can find a slip of 1000. */
public enum EnergyUnit {
    /** Per megawatt-hour, as exchanges quote. */
    MWH("MWh"),
    /** Per kilowatt-hour, as retailers quote. */
    KWH("kWh");

    private final String symbol;

    EnergyUnit(String symbol) {
        this.symbol = symbol;
    }

    /** The unit as it is written in catalogs and rows. */
    public String symbol() {
        return symbol;
    }

    /** The unit with exactly this symbol; {@code mwh} is none, and neither is {@code MWH}. */
    public static Optional<EnergyUnit> ofSymbol(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }
}

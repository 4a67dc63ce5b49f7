package io.wattledger.pricing.tariff;

/** A component that is a price for each kWh of a slot, whatever the price is made from. */
public sealed interface PricePerKwhComponent extends DayComponent
        permits EnergyIndex, FixedPerKwh, PpaShare, TimeOfUse, EnergyLevy, MarginalLoss {}

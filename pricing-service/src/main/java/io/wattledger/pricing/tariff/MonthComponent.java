package io.wattledger.pricing.tariff;

/**
 * A component that can only be told from a contract's whole billing month: it depends on sums over sites and days, or is
 * due whether anything was used or not.
 */
public sealed interface MonthComponent extends Component
        permits CapacityCharge,
                Certificates,
                EnergyAllowance,
                EnergyIndexMonth,
                IdleEnergy,
                PeakDemand,
                PpaBlock,
                PpaPoolPart,
                SiteDay {}

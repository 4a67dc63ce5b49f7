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
                GpuHour,
                IdleEnergy,
                MinimumCharge,
                Packages,
                PeakDemand,
                PercentComponent,
                PpaBlock,
                PpaPoolPart,
                ReservedCapacity,
                SiteDay,
                SlaCredit,
                Tiers {

    /** Whether it may be due in a month by itself; a percentage of nothing, for example, is not. */
    default boolean dueByMonth() {
        return true;
    }
}

package io.wattledger.pricing.catalog;

import io.wattledger.pricing.tariff.CapacityCharge;
import io.wattledger.pricing.tariff.Certificates;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.Flaws;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.IdleEnergy;
import io.wattledger.pricing.tariff.MinimumCharge;
import io.wattledger.pricing.tariff.Packages;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PercentComponent;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaPoolPart;
import io.wattledger.pricing.tariff.PricePerKwhComponent;
import io.wattledger.pricing.tariff.ReservedCapacity;
import io.wattledger.pricing.tariff.SiteDay;
import io.wattledger.pricing.tariff.SlaCredit;
import io.wattledger.pricing.tariff.Tiers;
import java.util.List;
import java.util.Objects;

/**
 * Checks that what counts the facility energy of components names such as charge some. Energy at the IT is none: it leaves out
 * what cooling takes, and would be counted as nothing without anybody seeing it.
 */
final class FacilityEnergyNamed {

    private FacilityEnergyNamed() {}

    static void check(List<Component> components, Flaws flaws) {
        for (int number = 0; number < components.size(); number++) {
            String at = "/components/" + number;
            switch (components.get(number)) {
                case Certificates certificates -> {
                    List<String> named = Objects.requireNonNullElse(certificates.components(), List.of());
                    for (int entry = 0; entry < named.size(); entry++) {
                        check(
                                components,
                                named.get(entry),
                                "leave components out to cover all energy",
                                flaws.at(at + "/components/" + entry));
                    }
                }
                case EnergyAllowance allowance
                when allowance.component() != null ->
                    check(
                            components,
                            allowance.component(),
                            "name none and give an excessPricePerKwh, or price the energy at the facility",
                            flaws.at(at + "/component"));
                default -> {
                    // Counts no energy of others.
                }
            }
        }
    }

    private static void check(List<Component> components, String named, String instead, Flaws flaws) {
        components.stream()
                .filter(one -> one.id().equals(named) && !chargesFacilityEnergy(one))
                .findFirst()
                .ifPresent(one -> flaws.add(
                        "", "component '" + named + "' charges no facility kWh that could be counted; " + instead));
    }

    private static boolean chargesFacilityEnergy(Component component) {
        return switch (component) {
            case FixedPerKwh fixed -> fixed.measure() == EnergyMeasure.FACILITY;
            case PricePerKwhComponent perKwh -> true;
            case EnergyIndexMonth index -> true;
            case PpaBlock block -> true;
            case PpaPoolPart pool -> true;
            case EnergyAllowance allowance -> true;
            case IdleEnergy idle -> true;
            case CapacityCharge capacity -> false;
            case Certificates certificates -> false;
            case GpuHour gpuHour -> false;
            case MinimumCharge minimum -> false;
            case Packages packages -> false;
            case PeakDemand peak -> false;
            case PercentComponent percent -> false;
            case ReservedCapacity reserved -> false;
            case SiteDay fee -> false;
            case SlaCredit credit -> false;
            case Tiers tiers -> false;
        };
    }
}

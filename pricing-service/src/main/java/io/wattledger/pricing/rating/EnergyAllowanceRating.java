package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.EnergyAllowance;
import io.wattledger.pricing.tariff.EnergyAllowance.SiteAllowance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Energy included in GPU-hours: {@code min(GPU-hours × kWh, charged kWh)} is given back at the average of what was charged,
 * or {@code max(0, used kWh − GPU-hours × kWh)} is charged.
 */
final class EnergyAllowanceRating {

    private EnergyAllowanceRating() {}

    static MonthCharges rate(EnergyAllowance component, MonthPart part, EarlierCharges earlier) {
        List<ProjectCharge> charges = new ArrayList<>();
        List<ProjectGap> gaps = new ArrayList<>();
        for (SiteAllowance allowance : component.sites()) {
            Site site = part.site(allowance.site());
            SiteEnergy energy = SiteEnergy.of(part, site);
            BigDecimal included = Exact.divide(
                    BigDecimal.valueOf(energy.milliGpuSeconds()).multiply(allowance.kwhPerGpuHour()),
                    Exact.MILLI_GPU_SECONDS_PER_GPU_HOUR);
            SiteEnergy.Whole whole;
            if (component.component() != null && allowance.excessPricePerKwh() == null) {
                whole = givenBack(component.component(), allowance.site(), included, earlier);
            } else {
                gaps.addAll(energy.gaps(component));
                whole = excess(allowance, included, energy);
            }
            if (!energy.bySlot().isEmpty()) {
                charges.addAll(energy.share(component, whole));
            }
        }
        return new MonthCharges(charges, gaps);
    }

    private static SiteEnergy.Whole givenBack(
            String component, String site, BigDecimal included, EarlierCharges earlier) {
        BigDecimal charged = earlier.facilityKwh(List.of(component), site::equals);
        BigDecimal back = included.min(charged).max(BigDecimal.ZERO);
        BigDecimal amount = charged.signum() > 0
                ? Exact.divide(earlier.amount(component, site).multiply(back), charged)
                : BigDecimal.ZERO;
        return new SiteEnergy.Whole(
                null, ChargeKind.CREDIT, back, ChargeUnit.FACILITY_KWH, null, amount.negate(), List.of());
    }

    private static SiteEnergy.Whole excess(SiteAllowance allowance, BigDecimal included, SiteEnergy energy) {
        BigDecimal price = allowance.excessPricePerKwh() == null ? BigDecimal.ZERO : allowance.excessPricePerKwh();
        BigDecimal used = Exact.divide(energy.total(), Exact.MILLIJOULES_PER_KWH);
        BigDecimal excess = used.subtract(included).max(BigDecimal.ZERO);
        return new SiteEnergy.Whole(
                null,
                ChargeKind.ENERGY,
                excess,
                ChargeUnit.FACILITY_KWH,
                Exact.normal(price),
                Exact.normal(excess.multiply(price)),
                List.of());
    }
}

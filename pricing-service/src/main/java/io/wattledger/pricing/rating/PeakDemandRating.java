package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.PeakDemand;
import io.wattledger.pricing.tariff.PeakDemand.SitePeak;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The mean of the highest daily maxima at a price per kilowatt and month. An average runs over whole intervals of the clock;
 * a day without use has a maximum of 0. In a month that a tariff version or contract cuts, each part counts by its days, and the
 * mean of one with fewer days than maxima are averaged runs over all of them.
 */
final class PeakDemandRating {

    private PeakDemandRating() {}

    static MonthCharges rate(PeakDemand component, MonthPart part) {
        List<ProjectCharge> charges = new ArrayList<>();
        List<ProjectGap> gaps = new ArrayList<>();
        for (SitePeak price : component.sites()) {
            Site site = part.site(price.site());
            SiteEnergy energy = SiteEnergy.of(part, site);
            gaps.addAll(energy.gaps(component));
            BigDecimal kilowatts = peak(component, energy, part);
            if (price.ratchetKilowatts() != null) {
                kilowatts = kilowatts.max(price.ratchetKilowatts());
            }
            charges.addAll(energy.share(
                    component,
                    new SiteEnergy.Whole(
                            null,
                            ChargeKind.GRID,
                            kilowatts,
                            ChargeUnit.KILOWATT,
                            null,
                            part.ofMonth(kilowatts.multiply(price.pricePerKilowattMonth())),
                            List.of())));
        }
        return new MonthCharges(charges, gaps);
    }

    private static BigDecimal peak(PeakDemand component, SiteEnergy energy, MonthPart part) {
        long days = part.quotes().holds(RatingRule.PEAKS_RUN_OVER_DAYS_OF_PART)
                ? Math.min(component.peakDays(), part.localDays())
                : component.peakDays();
        long seconds = component.intervalMinutes() * 60L;
        SortedMap<Instant, BigDecimal> intervals = new TreeMap<>();
        for (Map.Entry<Instant, BigDecimal> slot : energy.bySlot().entrySet()) {
            long second = slot.getKey().getEpochSecond();
            intervals.merge(
                    Instant.ofEpochSecond(second - Math.floorMod(second, seconds)), slot.getValue(), BigDecimal::add);
        }
        SortedMap<LocalDate, BigDecimal> maxima = new TreeMap<>();
        intervals.forEach((start, energyOf) -> maxima.merge(energy.site().dayOf(start), energyOf, BigDecimal::max));
        BigDecimal sum = maxima.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(days)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        // Millijoules over seconds are milliwatts, a millionth of a kilowatt.
        return Exact.divide(sum, BigDecimal.valueOf(1_000_000).multiply(BigDecimal.valueOf(seconds * days)));
    }
}

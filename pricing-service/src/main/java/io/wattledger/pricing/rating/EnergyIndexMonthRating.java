package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.EnergyIndexMonth;
import io.wattledger.pricing.tariff.SiteIndex;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Energy at the month's average of an index, {@code Σ energy × index ÷ Σ energy} over the slots that have both, inside the
 * limits, plus the margin. Where no limit holds the sum itself is taken, so that nothing is lost in the quotient.
 */
final class EnergyIndexMonthRating {

    private EnergyIndexMonthRating() {}

    static MonthCharges rate(EnergyIndexMonth component, MonthPart part) {
        List<ProjectCharge> charges = new ArrayList<>();
        List<ProjectGap> gaps = new ArrayList<>();
        for (SiteIndex index : component.sites()) {
            rate(component, index, part, charges, gaps);
        }
        return new MonthCharges(charges, gaps);
    }

    private static void rate(
            EnergyIndexMonth component,
            SiteIndex index,
            MonthPart part,
            List<ProjectCharge> charges,
            List<ProjectGap> gaps) {
        Site site = part.site(index.site());
        SiteEnergy energy = SiteEnergy.of(part, site);
        gaps.addAll(energy.gaps(component));
        GapRuns unpriced = new GapRuns(component.id());
        SortedSet<String> documents = new TreeSet<>();
        BigDecimal priced = BigDecimal.ZERO;
        BigDecimal cost = BigDecimal.ZERO;
        for (Map.Entry<Instant, BigDecimal> slot : energy.bySlot().entrySet()) {
            if (energy.pueAt(slot.getKey()).isEmpty()) {
                continue;
            }
            SlotUsage shown = energy.timeIn(slot.getKey());
            BigDecimal share = slot.getValue().multiply(index.share());
            switch (EnergyIndexPrice.index(
                    part.quotes(), index.series(), index.exchangeRate(), index.whenMissing(), slot.getKey())) {
                case SlotPrice.Missing missing -> unpriced.add(shown, missing.name(), share, null);
                case SlotPrice.Known known -> {
                    if (known.missing() != null) {
                        unpriced.add(shown, known.missing(), share, known.filledBy());
                    }
                    documents.addAll(known.documents());
                    priced = priced.add(share);
                    cost = cost.add(share.multiply(known.perMwh()));
                }
            }
        }
        gaps.addAll(SiteEnergy.gaps(unpriced.gaps()));
        if (!energy.bySlot().isEmpty()) {
            charges.addAll(energy.share(component, whole(index, priced, cost, List.copyOf(documents))));
        }
    }

    private static SiteEnergy.Whole whole(SiteIndex index, BigDecimal priced, BigDecimal cost, List<String> documents) {
        BigDecimal amount = cost.add(priced.multiply(index.margin()));
        BigDecimal unitPrice = null;
        if (priced.signum() > 0) {
            BigDecimal average = Exact.divide(cost, priced);
            BigDecimal price = EnergyIndexPrice.limited(index, average);
            if (price.compareTo(average.add(index.margin())) != 0) {
                amount = priced.multiply(price);
                unitPrice = fitsALine(price);
            }
        }
        return new SiteEnergy.Whole(
                null,
                ChargeKind.ENERGY,
                Exact.divide(priced, Exact.MILLIJOULES_PER_KWH),
                ChargeUnit.FACILITY_KWH,
                unitPrice,
                Exact.divide(amount, Exact.MILLIJOULES_PER_MWH),
                documents);
    }

    /** A quotient with shared excess has 34 digits and is no price that anybody agreed. */
    private static @Nullable BigDecimal fitsALine(BigDecimal perMwh) {
        BigDecimal perKwh = Exact.normal(perMwh.scaleByPowerOfTen(-3));
        return perKwh.precision() < 16 ? perKwh : null;
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.rating.EarlierCharges.Placed;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.rating.MonthCharges.ProjectGap;
import io.wattledger.pricing.rating.PlacedCharge.Measured;
import io.wattledger.pricing.tariff.SlaCredit;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A service level that was not kept: {@code −base × credit per cent ÷ 100} for each project and site, where the base is
 * what the named components charge at the site. The availability is that of the site in the billing month; while it is not
 * reported, each site with a base has a gap.
 */
final class SlaCreditRating {

    private SlaCreditRating() {}

    static MonthCharges rate(SlaCredit component, MonthPart part, EarlierCharges earlier) {
        SortedMap<Place, BigDecimal> bases = new TreeMap<>();
        for (Placed one : earlier.of(component.components())) {
            Place place = one.place();
            if (!place.site().equals(RatedUsage.ALL)) {
                bases.merge(
                        new Place(place.project(), place.site(), RatedUsage.ALL),
                        one.charge().amount(),
                        BigDecimal::add);
            }
        }
        List<ProjectCharge> charges = new ArrayList<>();
        List<ProjectGap> gaps = new ArrayList<>();
        YearMonth month = YearMonth.from(part.firstDay());
        bases.forEach((place, base) -> part.agreement()
                .availability(place.site(), month)
                .ifPresentOrElse(
                        percent -> credit(component, place, base, percent, charges),
                        () -> gaps.add(gap(component, place, month, part))));
        return new MonthCharges(charges, gaps);
    }

    private static void credit(
            SlaCredit component, Place place, BigDecimal base, BigDecimal percent, List<ProjectCharge> charges) {
        BigDecimal share = component.creditPercent(percent).movePointLeft(2).negate();
        if (share.signum() != 0 && base.signum() > 0) {
            charges.add(PlacedCharge.at(
                    place,
                    component,
                    null,
                    ChargeKind.CREDIT,
                    new Measured(base, ChargeUnit.ONE, share),
                    base.multiply(share)));
        }
    }

    private static ProjectGap gap(SlaCredit component, Place place, YearMonth month, MonthPart part) {
        Interval interval = part.intervalAt(part.site(place.site()));
        String missing = "availability of " + place.site() + " in " + month;
        return new ProjectGap(
                place.project(), new Gap(component.id(), missing, interval.start(), interval.end(), 0, 0, null));
    }
}

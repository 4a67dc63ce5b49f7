package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.rating.MonthCharges.ProjectCharge;
import io.wattledger.pricing.tariff.SiteDay;
import io.wattledger.pricing.tariff.SiteDay.SiteFee;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A fee for each local day, whatever its length. */
final class SiteDayRating {

    private SiteDayRating() {}

    static MonthCharges rate(SiteDay component, MonthPart part) {
        BigDecimal days = BigDecimal.valueOf(part.localDays());
        List<ProjectCharge> charges = new ArrayList<>();
        for (SiteFee fee : component.sites()) {
            charges.add(new ProjectCharge(
                    RatedUsage.ALL,
                    new Charge(
                            component.id(),
                            null,
                            ChargeKind.FEE,
                            component.description(),
                            fee.site(),
                            null,
                            days,
                            ChargeUnit.SITE_DAY,
                            Exact.normal(fee.pricePerDay()),
                            Exact.normal(days.multiply(fee.pricePerDay())),
                            0,
                            0,
                            List.of())));
        }
        return MonthCharges.of(charges);
    }
}

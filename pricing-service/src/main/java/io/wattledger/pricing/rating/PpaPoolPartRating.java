package io.wattledger.pricing.rating;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.LocalHours;
import io.wattledger.pricing.tariff.PpaPoolPart;
import io.wattledger.pricing.tariff.PpaPoolPart.Output;
import io.wattledger.pricing.tariff.PpaPoolPart.SitePart;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** A tenant's part of what a pool generates, settled against what was used. */
final class PpaPoolPartRating {

    private PpaPoolPartRating() {}

    static MonthCharges rate(PpaPoolPart component, MonthPart part) {
        List<MonthCharges> sites = new ArrayList<>();
        for (SitePart pool : component.sites()) {
            Site site = part.site(pool.site());
            Interval held = part.intervalAt(site);
            BlockSettlement settlement = new BlockSettlement(
                    component,
                    new BlockSettlement.Spot(part.quotes(), pool.series(), pool.exchangeRate()),
                    SiteEnergy.of(part, site));
            settlement.settle(held.start(), held.end(), slot -> megawatts(pool, part, site, slot));
            sites.add(settlement.result(pool.pricePerMwh()));
        }
        return MonthCharges.together(sites);
    }

    private static SlotPrice megawatts(SitePart pool, MonthPart part, Site site, Instant slot) {
        String series = pool.pool().series();
        SlotPrice generation = series == null
                ? SlotPrice.Known.of(profiled(pool.pool().outputs(), site, slot), List.of())
                : EnergyIndexPrice.index(part.quotes(), series, null, slot);
        return generation.with(power -> power.multiply(pool.partPercent()).movePointLeft(2));
    }

    private static BigDecimal profiled(List<Output> outputs, Site site, Instant slot) {
        LocalDateTime local = slot.atZone(site.timeZone()).toLocalDateTime();
        for (Output output : outputs) {
            LocalHours hours = output.hours();
            if (hours == null || hours.contain(local.toLocalDate(), local.toLocalTime(), false)) {
                return output.megawatts();
            }
        }
        return BigDecimal.ZERO;
    }
}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.PpaBlock;
import io.wattledger.pricing.tariff.PpaBlock.SiteBlock;
import java.util.ArrayList;
import java.util.List;

/** A block of the same power in every hour, settled against what was used. */
final class PpaBlockRating {

    private PpaBlockRating() {}

    static MonthCharges rate(PpaBlock component, MonthPart part) {
        List<MonthCharges> sites = new ArrayList<>();
        for (SiteBlock block : component.sites()) {
            Site site = part.site(block.site());
            SlotPrice power = SlotPrice.Known.of(block.megawatts(), List.of());
            Interval held = part.intervalAt(site);
            BlockSettlement settlement = new BlockSettlement(
                    component,
                    new BlockSettlement.Spot(part.quotes(), block.series(), block.exchangeRate()),
                    SiteEnergy.of(part, site));
            settlement.settle(held.start(), held.end(), slot -> power);
            sites.add(settlement.result(block.pricePerMwh()));
        }
        return MonthCharges.together(sites);
    }
}

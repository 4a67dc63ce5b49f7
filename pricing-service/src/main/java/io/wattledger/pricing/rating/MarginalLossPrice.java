package io.wattledger.pricing.rating;

import io.wattledger.pricing.tariff.MarginalLoss;
import io.wattledger.pricing.tariff.MarginalLoss.SiteLoss;
import java.time.Instant;
import java.util.Optional;

/** A percentage of the index price. */
final class MarginalLossPrice {

    private MarginalLossPrice() {}

    static SlotPrice at(MarginalLoss component, Terms terms, Instant start) {
        Optional<SiteLoss> loss = component.lossAt(terms.site().id());
        if (loss.isEmpty()) {
            return FixedPrice.none(terms);
        }
        SiteLoss site = loss.get();
        return EnergyIndexPrice.index(terms.quotes(), site.series(), site.exchangeRate(), site.whenMissing(), start)
                .with(perMwh -> perMwh.multiply(site.percent()).movePointLeft(2));
    }
}

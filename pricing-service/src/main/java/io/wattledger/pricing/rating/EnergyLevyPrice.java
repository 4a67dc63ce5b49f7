package io.wattledger.pricing.rating;

import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.EnergyLevy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The rate of a levy for the tax class that a site has on a local day. A class that nobody stated is no class without tax. */
final class EnergyLevyPrice {

    private EnergyLevyPrice() {}

    static SlotPrice on(EnergyLevy component, Terms terms) {
        Site site = terms.site();
        Optional<String> taxClass = site.taxClassOn(terms.siteDay());
        if (taxClass.isEmpty()) {
            return new SlotPrice.Missing("tax class of " + site.id());
        }
        Optional<BigDecimal> rate = component.rateOf(taxClass.get(), terms.siteDay());
        if (rate.isEmpty()) {
            return new SlotPrice.Missing("rate of tax class " + taxClass.get() + " in tariff "
                    + terms.tariff().id());
        }
        return SlotPrice.Known.of(rate.get().scaleByPowerOfTen(3), List.of());
    }
}

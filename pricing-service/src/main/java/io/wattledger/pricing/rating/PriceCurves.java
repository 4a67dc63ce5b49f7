package io.wattledger.pricing.rating;

import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.MarginalLoss;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.PricePerKwhComponent;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TimeOfUse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Makes the price curve of each component, site and day once, and keeps it for all the series there. */
final class PriceCurves {

    private final Map<Key, PriceCurve> curves = new HashMap<>();

    /** With the component itself, since tenants of one tariff may have negotiated different ones. */
    private record Key(String tariff, PricePerKwhComponent component, String site, LocalDate day) {}

    /** The curve of a component at the site and on the day of {@code terms}, whole day. */
    PriceCurve of(PricePerKwhComponent component, Terms terms) {
        Tariff tariff = terms.tariff();
        Key key = new Key(tariff.id(), component, terms.site().id(), terms.siteDay());
        PriceCurve known = curves.get(key);
        if (known == null) {
            known = PriceCurve.over(terms.site().interval(terms.siteDay()), start -> priceAt(component, terms, start));
            curves.put(key, known);
        }
        return known;
    }

    private static SlotPrice priceAt(PricePerKwhComponent component, Terms terms, Instant start) {
        return switch (component) {
            case EnergyIndex index -> EnergyIndexPrice.at(index, terms, start);
            case FixedPerKwh fixed ->
                FixedPrice.perKwh(fixed.priceAt(terms.site().id()).map(FixedPerKwh.SitePrice::pricePerKwh), terms);
            case PpaShare ppa ->
                FixedPrice.perMwh(ppa.shareAt(terms.site().id()).map(PpaShare.SiteShare::pricePerMwh), terms);
            case TimeOfUse time -> TimeOfUsePrice.at(time, terms, start);
            case EnergyLevy levy -> EnergyLevyPrice.on(levy, terms);
            case MarginalLoss loss -> MarginalLossPrice.at(loss, terms, start);
        };
    }
}

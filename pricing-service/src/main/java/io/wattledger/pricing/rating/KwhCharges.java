package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.pricing.rating.KwhRating.Measure;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.PricePerKwhComponent;
import java.math.BigDecimal;
import java.util.Optional;

/** Which energy each component per kWh counts: that of the facility, or that of the IT alone. */
final class KwhCharges {

    private KwhCharges() {}

    static ComponentCharges rate(PricePerKwhComponent component, EnergyRun energy, Terms terms, PriceCurves curves) {
        ChargeKind kind =
                switch (component) {
                    case EnergyIndex index -> ChargeKind.ENERGY;
                };
        return facility(component, kind, energy, terms, curves);
    }

    /** Where not even the PUE is known, the energy shown is that of the IT, the least it can be. */
    private static ComponentCharges facility(
            PricePerKwhComponent component, ChargeKind kind, EnergyRun energy, Terms terms, PriceCurves curves) {
        Optional<BigDecimal> pue = terms.pue();
        PriceCurve curve = pue.isPresent()
                ? curves.of(component, terms)
                : PriceCurve.over(
                        terms.site().interval(terms.siteDay()),
                        start -> new SlotPrice.Missing("PUE of " + terms.site().id()));
        return KwhRating.rate(
                component, new Measure(kind, ChargeUnit.FACILITY_KWH, pue.orElse(BigDecimal.ONE)), curve, energy);
    }
}

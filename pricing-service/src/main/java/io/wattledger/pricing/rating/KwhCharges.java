package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.ChargeUnit;
import io.wattledger.contracts.message.Gap;
import io.wattledger.pricing.rating.KwhRating.Measure;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.EnergyIndex;
import io.wattledger.pricing.tariff.EnergyLevy;
import io.wattledger.pricing.tariff.EnergyMeasure;
import io.wattledger.pricing.tariff.FixedPerKwh;
import io.wattledger.pricing.tariff.MarginalLoss;
import io.wattledger.pricing.tariff.PpaShare;
import io.wattledger.pricing.tariff.PricePerKwhComponent;
import io.wattledger.pricing.tariff.Purpose;
import io.wattledger.pricing.tariff.TimeOfUse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Which energy each component per kWh counts: that of the facility, or that of the IT alone; all of it, or a share. This is
 * the only place where a charge per kWh meets the PUE.
 */
final class KwhCharges {

    private KwhCharges() {}

    /**
     * The charge of one component, and none where it has nothing to say about the site. Where no energy price of the
     * version has, the first of them is a gap.
     */
    static ComponentCharges rate(PricePerKwhComponent component, EnergyRun energy, Terms terms, PriceCurves curves) {
        Site site = terms.site();
        if (!namesSite(component, site) && !isFirstOfNone(component, terms)) {
            return new ComponentCharges(List.of(), List.of());
        }
        return switch (component) {
            case EnergyIndex index -> {
                BigDecimal share =
                        index.indexOf(site.id()).map(one -> one.share()).orElse(BigDecimal.ONE);
                yield facility(component, ChargeKind.ENERGY, share, energy, terms, curves);
            }
            case FixedPerKwh fixed -> {
                ChargeKind kind = kind(fixed.use());
                BigDecimal share =
                        fixed.priceAt(site.id()).map(one -> one.share()).orElse(BigDecimal.ONE);
                yield fixed.measure() == EnergyMeasure.IT
                        ? it(component, kind, share, energy, terms, curves)
                        : facility(component, kind, share, energy, terms, curves);
            }
            case PpaShare ppa -> {
                BigDecimal share = ppa.shareAt(site.id())
                        .map(one -> one.sharePercent().movePointLeft(2))
                        .orElse(BigDecimal.ONE);
                yield facility(component, ChargeKind.ENERGY, share, energy, terms, curves);
            }
            case TimeOfUse time -> facility(component, kind(time.use()), BigDecimal.ONE, energy, terms, curves);
            case EnergyLevy levy -> facility(component, ChargeKind.LEVY, BigDecimal.ONE, energy, terms, curves);
            case MarginalLoss loss -> facility(component, ChargeKind.GRID, BigDecimal.ONE, energy, terms, curves);
        };
    }

    /**
     * The energy as a gap, where the version prices energy by the month only, and at other sites. No charge of the day can show
     * it then, and the charges of the month are about sites that are named.
     */
    static List<Gap> unnamedByMonthPrices(EnergyRun energy, Terms terms) {
        List<Component> prices = terms.version().components().stream()
                .filter(one -> !one.energyParts().isEmpty())
                .toList();
        boolean byMonth = prices.stream().noneMatch(PricePerKwhComponent.class::isInstance);
        if (!terms.quotes().holds(RatingRule.MONTH_PRICES_NAME_SITES)
                || prices.isEmpty()
                || !byMonth
                || prices.stream()
                        .anyMatch(one -> one.pricesEnergyAt(terms.site().id()))) {
            return List.of();
        }
        PriceCurve none = PriceCurve.over(terms.site().interval(terms.siteDay()), start -> FixedPrice.none(terms));
        Measure measure = new Measure(
                ChargeKind.ENERGY, ChargeUnit.FACILITY_KWH, terms.pue().orElse(BigDecimal.ONE), BigDecimal.ONE);
        return KwhRating.rate(prices.getFirst(), measure, none, energy).gaps();
    }

    private static boolean namesSite(PricePerKwhComponent component, Site site) {
        return switch (component) {
            case EnergyIndex index -> index.indexOf(site.id()).isPresent();
            case FixedPerKwh fixed -> fixed.priceAt(site.id()).isPresent();
            case PpaShare ppa -> ppa.shareAt(site.id()).isPresent();
            case TimeOfUse time -> time.bandsAt(site.id()).isPresent();
            case EnergyLevy levy -> levy.country().equals(site.place().country());
            case MarginalLoss loss -> loss.lossAt(site.id()).isPresent();
        };
    }

    /** Whether no energy price names the site, and this is the first of those that could. */
    private static boolean isFirstOfNone(PricePerKwhComponent component, Terms terms) {
        List<Component> all = terms.version().components();
        boolean none =
                all.stream().noneMatch(one -> one.pricesEnergyAt(terms.site().id()));
        return none
                && all.stream().filter(KwhCharges::isEnergyPrice).findFirst().orElse(null) == component;
    }

    private static boolean isEnergyPrice(Component component) {
        return component instanceof PricePerKwhComponent
                && !component.energyParts().isEmpty();
    }

    private static ChargeKind kind(Purpose purpose) {
        return switch (purpose) {
            case ENERGY -> ChargeKind.ENERGY;
            case GRID -> ChargeKind.GRID;
        };
    }

    private static ComponentCharges it(
            PricePerKwhComponent component,
            ChargeKind kind,
            BigDecimal share,
            EnergyRun energy,
            Terms terms,
            PriceCurves curves) {
        Measure measure = new Measure(kind, ChargeUnit.IT_KWH, BigDecimal.ONE, share);
        return KwhRating.rate(component, measure, curves.of(component, terms), energy);
    }

    /** Where not even the PUE is known, the energy shown is that of the IT, the least it can be. */
    private static ComponentCharges facility(
            PricePerKwhComponent component,
            ChargeKind kind,
            BigDecimal share,
            EnergyRun energy,
            Terms terms,
            PriceCurves curves) {
        Optional<BigDecimal> pue = terms.pue();
        PriceCurve curve = pue.isPresent()
                ? curves.of(component, terms)
                : PriceCurve.over(
                        terms.site().interval(terms.siteDay()),
                        start -> new SlotPrice.Missing("PUE of " + terms.site().id()));
        Measure measure = new Measure(kind, ChargeUnit.FACILITY_KWH, pue.orElse(BigDecimal.ONE), share);
        return KwhRating.rate(component, measure, curve, energy);
    }
}

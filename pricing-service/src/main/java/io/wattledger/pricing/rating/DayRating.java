package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.DayComponent;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.PercentComponent;
import io.wattledger.pricing.tariff.PricePerKwhComponent;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Rates a local day of one series: a pure function of its slots, the contracts, the tariff version of the day and the
 * prices as known. The same inputs always give the same result.
 *
 * <p>The order is visible here and nowhere else: the day is cut into charge periods; each period is rated under the
 * tariff version of the day, with what is negotiated at the instant it begins; the components of the version are taken in
 * their order, each from the same slots, or, a percentage, from the charges before it. Components of the month are left to {@link MonthRating}.
 */
public final class DayRating {

    private final Agreement agreement;
    private final Quotes quotes;
    private final PriceCurves curves = new PriceCurves();

    /** Rates under these agreements and with these prices. */
    public DayRating(Agreement agreement, Quotes quotes) {
        this.agreement = agreement;
        this.quotes = quotes;
    }

    /** Rates one day. */
    public RatedDay rate(DayUsage day) {
        List<RatedUsage> rated = new ArrayList<>();
        List<OpenUsage> open = new ArrayList<>();
        for (Stretch stretch : ChargePeriods.cut(
                day.interval(), day.contracts(), agreement.overridesOf(day.key().tenant()))) {
            List<SlotUsage> slots = day.usedIn(stretch.interval());
            if (!slots.isEmpty()) {
                rate(day, stretch, slots, rated, open);
            }
        }
        return new RatedDay(rated, open);
    }

    private void rate(
            DayUsage day, Stretch stretch, List<SlotUsage> slots, List<RatedUsage> rated, List<OpenUsage> open) {
        UsageKey key = day.key();
        ContractFacts contract = stretch.contract();
        Site site = agreement.sites().get(key.site());
        Sku sku = agreement.skus().get(key.sku());
        if (contract == null) {
            open.add(new OpenUsage(
                    key, day.siteDay(), stretch.interval(), "contract", sum(slots, SlotUsage::milliGpuSeconds)));
        } else if (site == null) {
            rated.add(UnratedUsage.of(
                    day, UnratedUsage.apart(stretch.interval()), contract, slots, "site " + key.site()));
        } else if (sku == null) {
            rated.add(UnratedUsage.of(day, stretch.interval(), contract, slots, "SKU " + key.sku()));
        } else {
            Tariff tariff = agreement.tariffs().get(contract.tariff());
            Optional<TariffVersion> version = tariff == null ? Optional.empty() : tariff.on(day.siteDay());
            if (tariff == null || version.isEmpty()) {
                rated.add(UnratedUsage.of(day, stretch.interval(), contract, slots, "tariff " + contract.tariff()));
            } else if (!tariff.currency().equals(contract.currency())) {
                String missing = "tariff " + tariff.id() + " in " + contract.currency();
                rated.add(UnratedUsage.of(day, stretch.interval(), contract, slots, missing));
            } else {
                Negotiated negotiated = Negotiated.of(
                        version.get(),
                        agreement.overridesOf(key.tenant()),
                        contract,
                        stretch.interval().start(),
                        quotes);
                Terms terms = new Terms(site, sku, tariff, negotiated.version(), day.siteDay(), quotes);
                rated.add(period(key, stretch.interval(), contract, terms, slots)
                        .withOverrides(negotiated.overrides())
                        .withEstimated(sum(slots, SlotUsage::estimatedMilliGpuSeconds)));
            }
        }
    }

    private RatedUsage period(
            UsageKey key, Interval interval, ContractFacts contract, Terms terms, List<SlotUsage> slots) {
        List<Charge> charges = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>(GpuTimeGaps.of(slots, terms));
        EnergyRun energy = EnergyRun.of(slots, terms.sku());
        for (Component component : terms.version().components()) {
            if (component instanceof DayComponent ofDay) {
                ComponentCharges result = charges(ofDay, slots, energy, terms, charges);
                charges.addAll(result.charges());
                gaps.addAll(result.gaps());
            }
        }
        gaps.addAll(KwhCharges.unnamedByMonthPrices(energy, terms));
        return new RatedUsage(
                key.tenant(),
                key.project(),
                key.site(),
                key.sku(),
                interval.start(),
                interval.end(),
                terms.siteDay(),
                1,
                contract.contract(),
                terms.tariff().id(),
                terms.version().validFrom(),
                terms.tariff().currency(),
                sum(slots, SlotUsage::milliGpuSeconds),
                charges,
                gaps,
                CarbonRating.of(energy, terms));
    }

    private ComponentCharges charges(
            DayComponent component, List<SlotUsage> slots, EnergyRun energy, Terms terms, List<Charge> earlier) {
        return switch (component) {
            case GpuHour gpuHour -> GpuHourRating.ofDay(gpuHour, slots, terms);
            case PercentComponent percent -> PercentRating.ofDay(percent, earlier);
            case PricePerKwhComponent perKwh -> KwhCharges.rate(perKwh, energy, terms, curves);
        };
    }

    static long sum(List<SlotUsage> slots, ToLongFunction<SlotUsage> figure) {
        return slots.stream().mapToLong(figure).reduce(0, Math::addExact);
    }
}

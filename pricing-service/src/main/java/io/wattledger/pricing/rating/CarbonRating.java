package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Carbon;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.site.CarbonMethod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The emissions of the facility energy of a charge period, by both methods of the GHG Protocol's Scope 2 Guidance: by the
 * grid's factor of each slot, and by certificates and the residual mix. A slot without a factor counts as unknown, not as
 * clean.
 */
final class CarbonRating {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private CarbonRating() {}

    /** The emissions; null where the site has no method, or no PUE that day. */
    static @Nullable Carbon of(EnergyRun energy, Terms terms) {
        CarbonMethod method = terms.site().declared().carbon();
        Optional<BigDecimal> pue = terms.pue();
        Optional<BigDecimal> marketFactor = marketFactor(method, terms);
        if (pue.isEmpty() || method.locationSeries() == null && marketFactor.isEmpty()) {
            return null;
        }
        KnownFactors factors = method.locationSeries() == null
                ? null
                : terms.quotes().factors().get(method.locationSeries());
        BigDecimal grams = BigDecimal.ZERO;
        BigDecimal known = BigDecimal.ZERO;
        BigDecimal all = BigDecimal.ZERO;
        SortedSet<String> documents = new TreeSet<>();
        for (int slot = 0; slot < energy.slots().size(); slot++) {
            BigDecimal millijoules = energy.millijoules(slot);
            all = all.add(millijoules);
            Optional<StatedFactor> factor = factors == null
                    ? Optional.empty()
                    : factors.at(energy.slots().get(slot).start());
            if (factor.isPresent()) {
                known = known.add(millijoules);
                grams = grams.add(millijoules.multiply(factor.get().gramsPerKwh()));
                documents.add(factor.get().document());
            }
        }
        BigDecimal facility = pue.get();
        BigDecimal allOf = all;
        return new Carbon(
                known.signum() == 0 ? null : perKwh(grams.multiply(facility)),
                marketFactor
                        .map(factor -> perKwh(allOf.multiply(facility).multiply(factor)))
                        .orElse(null),
                perKwh(known.multiply(facility)),
                method.locationSeries() == null
                        ? BigDecimal.ZERO
                        : perKwh(all.subtract(known).multiply(facility)),
                List.copyOf(documents));
    }

    /**
     * Grams per kWh of what no certificate covers, over all of the energy; empty where either is not stated. Where all of it is
     * covered nothing is left that a residual mix could be asked for.
     */
    private static Optional<BigDecimal> marketFactor(CarbonMethod method, Terms terms) {
        Optional<BigDecimal> residual = method.residualMixOn(terms.siteDay());
        Optional<BigDecimal> certified = method.certifiedPercentOn(terms.siteDay());
        if (terms.quotes().holds(RatingRule.CERTIFIED_NEEDS_NO_RESIDUAL_MIX)
                && certified.filter(percent -> percent.compareTo(HUNDRED) == 0).isPresent()) {
            return Optional.of(BigDecimal.ZERO);
        }
        return certified.flatMap(percent ->
                residual.map(factor -> Exact.divide(HUNDRED.subtract(percent).multiply(factor), HUNDRED)));
    }

    private static BigDecimal perKwh(BigDecimal millijoules) {
        return Exact.divide(millijoules, Exact.MILLIJOULES_PER_KWH);
    }
}

package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.pricing.catalog.CatalogFault;
import io.wattledger.pricing.catalog.CatalogRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How it is said that a catalog or a draft breaks rules: all of them at once, under a code that fits them all. */
final class CatalogRefusal {

    private CatalogRefusal() {}

    /** Refuses where there is any fault; {@code what} is what was written, for example {@code the catalog}. */
    static void refuse(List<CatalogFault> faults, String what) {
        if (faults.isEmpty()) {
            return;
        }
        Set<CatalogRule> rules = faults.stream().map(CatalogFault::rule).collect(Collectors.toSet());
        throw new Refusal(
                rules.size() == 1 ? problem(rules.iterator().next()) : PricingProblem.CATALOG_INVALID,
                faults.size() + " member(s) of " + what + " break a rule; nothing was stored",
                faults.stream()
                        .map(fault -> new FieldError(fault.pointer(), fault.detail()))
                        .toList());
    }

    private static PricingProblem problem(CatalogRule rule) {
        return switch (rule) {
            case GENERAL -> PricingProblem.CATALOG_INVALID;
            case TARIFF_GAP -> PricingProblem.TARIFF_GAP;
            case TARIFF_OVERLAP -> PricingProblem.TARIFF_OVERLAP;
            case RESOLUTION_NOT_NAMED -> PricingProblem.RESOLUTION_NOT_NAMED;
            case ZONE_MISMATCH -> PricingProblem.ZONE_MISMATCH;
            case CURRENCY_MISMATCH -> PricingProblem.CURRENCY_MISMATCH;
        };
    }
}

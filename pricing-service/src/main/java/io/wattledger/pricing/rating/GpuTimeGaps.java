package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.Gap;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.GpuTimeComponent;
import java.math.BigDecimal;
import java.util.List;

/** Which component of a version prices the GPU time of a SKU at a site, and what becomes of time that none prices. */
final class GpuTimeGaps {

    private GpuTimeGaps() {}

    /** The time as a gap, where the version prices GPU time but not that of this SKU at this site. */
    static List<Gap> of(List<SlotUsage> slots, Terms terms) {
        List<GpuTimeComponent> pricing = pricing(terms);
        if (pricing.isEmpty() || pricing.stream().anyMatch(one -> prices(one, terms))) {
            return List.of();
        }
        GapRuns gaps = new GapRuns(pricing.getFirst().id());
        String missing = "price of " + terms.sku().id() + " at " + terms.site().id() + " in tariff "
                + terms.tariff().id();
        slots.forEach(slot -> gaps.add(slot, missing, BigDecimal.ZERO, null));
        return gaps.gaps();
    }

    /** Whether a model other than the price list prices it, so that the list gives way. */
    static boolean givesWay(Terms terms) {
        return pricing(terms).stream().anyMatch(one -> !(one instanceof GpuHour) && prices(one, terms));
    }

    private static List<GpuTimeComponent> pricing(Terms terms) {
        return terms.version().components().stream()
                .filter(GpuTimeComponent.class::isInstance)
                .map(GpuTimeComponent.class::cast)
                .toList();
    }

    private static boolean prices(GpuTimeComponent component, Terms terms) {
        return component.prices(terms.sku().id(), terms.site().id());
    }
}

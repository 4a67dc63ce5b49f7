package io.wattledger.pricing.catalog;

import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.Flaws;
import io.wattledger.pricing.tariff.GpuHour;
import io.wattledger.pricing.tariff.GpuTimeComponent;
import java.util.List;

/** Checks that no GPU time is charged twice: the price list gives way to other models, but no two of these may meet. */
final class GpuTimeOnce {

    private GpuTimeOnce() {}

    static void check(List<Component> components, Catalog all, Flaws flaws) {
        for (int later = 0; later < components.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (priced(components.get(later)) instanceof GpuTimeComponent one
                        && priced(components.get(earlier)) instanceof GpuTimeComponent other) {
                    meet(one, other, all, flaws.at("/components/" + later));
                }
            }
        }
    }

    private static Object priced(Component component) {
        return component instanceof GpuHour ? "" : component;
    }

    private static void meet(GpuTimeComponent one, GpuTimeComponent other, Catalog all, Flaws flaws) {
        for (String sku : all.skus().keySet()) {
            for (String site : all.sites().keySet()) {
                if (one.prices(sku, site) && other.prices(sku, site)) {
                    flaws.add(
                            "", "prices SKU " + sku + " at site " + site + ", as component '" + other.id() + "' does");
                    return;
                }
            }
        }
    }
}

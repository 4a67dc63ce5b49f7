package io.wattledger.pricing.rating;

import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import java.util.Map;

/**
 * The administered things that rating may need.
 *
 * @param sites by id
 * @param skus by id
 * @param tariffs by id
 */
public record Agreement(Map<String, Site> sites, Map<String, Sku> skus, Map<String, Tariff> tariffs) {

    /** Copies the maps. */
    public Agreement {
        sites = Map.copyOf(sites);
        skus = Map.copyOf(skus);
        tariffs = Map.copyOf(tariffs);
    }
}

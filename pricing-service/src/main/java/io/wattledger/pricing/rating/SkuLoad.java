package io.wattledger.pricing.rating;

import java.util.List;

/**
 * What a contract used of one SKU at one site, over all its projects.
 *
 * @param site id of the site
 * @param sku id of the SKU
 * @param slots in order of time, no two for one quarter-hour
 */
public record SkuLoad(String site, String sku, List<SlotUsage> slots) {

    /** Copies the list. */
    public SkuLoad {
        slots = List.copyOf(slots);
    }
}

package io.wattledger.pricing.rating;

import java.util.List;

/**
 * What one project of a contract used of one SKU at one site.
 *
 * @param project the tenant's subdivision
 * @param site id of the site
 * @param sku id of the SKU
 * @param slots in order of time, no two for one quarter-hour
 */
public record ProjectLoad(String project, String site, String sku, List<SlotUsage> slots) {

    /** Copies the list. */
    public ProjectLoad {
        slots = List.copyOf(slots);
    }
}

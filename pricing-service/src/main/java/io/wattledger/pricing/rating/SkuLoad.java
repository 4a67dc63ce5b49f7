package io.wattledger.pricing.rating;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** The loads of projects together, by site and SKU. */
    static List<SkuLoad> together(List<ProjectLoad> loads) {
        SortedMap<String, SortedMap<String, List<SlotUsage>>> slots = new TreeMap<>();
        for (ProjectLoad load : loads) {
            slots.computeIfAbsent(load.site(), site -> new TreeMap<>())
                    .merge(load.sku(), load.slots(), SkuLoad::together);
        }
        List<SkuLoad> together = new ArrayList<>();
        slots.forEach((site, skus) -> skus.forEach((sku, used) -> together.add(new SkuLoad(site, sku, used))));
        return together;
    }

    /** Two lists in order of time as one; the slots that both have are added up. */
    private static List<SlotUsage> together(List<SlotUsage> one, List<SlotUsage> other) {
        List<SlotUsage> all = new ArrayList<>(Math.max(one.size(), other.size()));
        int first = 0;
        int second = 0;
        while (first < one.size() || second < other.size()) {
            int order = first == one.size()
                    ? 1
                    : second == other.size()
                            ? -1
                            : one.get(first).start().compareTo(other.get(second).start());
            if (order == 0) {
                all.add(one.get(first++).plus(other.get(second++)));
            } else {
                all.add(order < 0 ? one.get(first++) : other.get(second++));
            }
        }
        return all;
    }
}

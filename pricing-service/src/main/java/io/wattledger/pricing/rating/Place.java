package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.RatedUsage;
import java.util.Comparator;

/**
 * What a charge of a month falls to; {@code RatedUsage.ALL} stands where it falls to no single one.
 *
 * @param project the tenant's subdivision
 * @param site id of the site
 * @param sku id of the SKU
 */
record Place(String project, String site, String sku) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::project).thenComparing(Place::site).thenComparing(Place::sku);

    /** The series of a rated day. */
    static Place of(RatedUsage day) {
        return new Place(day.project(), day.site(), day.sku());
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}

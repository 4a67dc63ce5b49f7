package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what pricing has to show; sees the tenants of the transaction that it is used in. */
public interface PricingReports {

    /**
     * Usage that has no price, or none yet.
     *
     * @param tenant customer
     * @param project its subdivision
     * @param site where
     * @param sku what
     * @param siteDate the local day
     * @param gap what is missing; its component is empty where the usage cannot be rated at all
     */
    record UnpricedUsage(String tenant, String project, String site, String sku, LocalDate siteDate, Gap gap) {}

    /**
     * Where in the order of all series a charge period stands.
     *
     * @param tenant customer
     * @param project its subdivision
     * @param site where
     * @param sku what
     * @param start where it begins
     */
    record Place(String tenant, String project, String site, String sku, Instant start) {}

    /** Why usage has no price, in the order in which that is listed. */
    enum Cause {
        /** Its day or month cannot be rated. */
        FAILED,
        /** It is under no contract. */
        OPEN,
        /** What it is rated from has gaps. */
        GAPS
    }

    /**
     * Where in the list of usage without a price an item stands.
     *
     * @param cause in which part of the list
     * @param place of its charge period
     * @param number which of the items of that place it is, from 1
     */
    record GapPlace(Cause cause, Place place, int number) {}

    /**
     * An item of that list.
     *
     * @param usage what it is
     * @param at where it stands
     */
    record Unpriced(UnpricedUsage usage, GapPlace at) {}

    /**
     * Rated days whose charge periods lie in the window, in order.
     *
     * @param tenant whose; null for all
     * @param after begins behind this one; null for from the first on
     * @param most how many at most
     */
    List<RatedUsage> ratedDays(
            Connection connection, @Nullable String tenant, Interval window, @Nullable Place after, int most)
            throws SQLException;

    /**
     * Usage without a price, in order.
     *
     * @param tenants whose; null for all
     * @param after begins behind this one; null for from the first on
     * @param most how many at most
     */
    List<Unpriced> unpriced(
            Connection connection, @Nullable Collection<String> tenants, @Nullable GapPlace after, int most)
            throws SQLException;
}

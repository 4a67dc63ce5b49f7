package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
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

    /** Rated days of a tenant, or of all for null, whose charge periods lie in the window; in order, at most so many. */
    List<RatedUsage> ratedDays(Connection connection, @Nullable String tenant, Instant from, Instant to, int most)
            throws SQLException;

    /** Usage without a price, in order, at most so many. */
    List<UnpricedUsage> unpriced(Connection connection, int most) throws SQLException;
}

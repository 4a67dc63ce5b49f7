package io.wattledger.pricing.energy;

import java.time.ZoneId;

/**
 * A series that states one value for each of its slots, day by day: of prices or of carbon factors. It is not sealed, since the
 * records of sealed interfaces are written with their kind, and what was rated from a series keeps it as it was written then.
 */
public interface EnergySeries {

    /** Its id in the catalog, where series of prices and of carbon factors are named apart. */
    String id();

    /** The bidding zone or grid that it is about. */
    String zone();

    /** How long one value holds. */
    Resolution resolution();

    /** The clock by which its days begin. */
    ZoneId timeZone();
}

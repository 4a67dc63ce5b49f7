package io.wattledger.pricing.energy;

import java.time.ZoneId;

/**
 * A series of carbon factors of grid electricity, always in grams of CO2 (or its equivalent) per kWh.
 *
 * @param id id in the catalog
 * @param zone the grid that it is about, named as bidding zones are
 * @param resolution how long one factor holds
 * @param publisher who states the factors
 * @param timeZone the clock by which days of the series begin
 */
public record CarbonSeries(String id, String zone, Resolution resolution, String publisher, ZoneId timeZone)
        implements EnergySeries {

    /** The unit of every factor, as it is stored with each. */
    public static final String UNIT = "g/kWh";
}

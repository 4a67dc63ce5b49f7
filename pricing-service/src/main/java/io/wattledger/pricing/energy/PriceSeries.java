package io.wattledger.pricing.energy;

import java.time.ZoneId;

/**
 * An energy price index: zone, auction, resolution, currency and publisher tell it apart from every other.
 *
 * @param id id in the catalog
 * @param zone bidding zone, for example {@code NO4}
 * @param auction which market, for example {@code day-ahead}
 * @param resolution how long one price holds
 * @param currency ISO 4217 code of the prices
 * @param unit what the prices are per
 * @param publisher who states them
 * @param timeZone the clock by which the zone's delivery days begin
 */
public record PriceSeries(
        String id,
        String zone,
        String auction,
        Resolution resolution,
        String currency,
        EnergyUnit unit,
        String publisher,
        ZoneId timeZone)
        implements EnergySeries {}

package io.wattledger.pricing.rating;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.LocalDate;

/**
 * Usage under no contract; it is kept, counted and shown, and not sent to billing, which could invoice it to nobody.
 *
 * @param key whose usage
 * @param siteDay the local day at the site
 * @param interval the stretch
 * @param missing what it waits for, for example {@code contract}
 * @param milliGpuSeconds GPU time in the stretch
 */
public record OpenUsage(UsageKey key, LocalDate siteDay, Interval interval, String missing, long milliGpuSeconds) {}

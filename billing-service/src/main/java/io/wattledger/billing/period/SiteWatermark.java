package io.wattledger.billing.period;

import java.time.Instant;

/**
 * Until when the usage of a site was reported and is rated.
 *
 * @param site id of the site
 * @param collector the slowest collector that is waited for
 * @param completeUntil until when it has reported all usage, and pricing has rated it
 * @param isUsageExpected whether there may be usage of the contract that it has not reported, even where none is known of the month
 */
public record SiteWatermark(String site, String collector, Instant completeUntil, boolean isUsageExpected) {}

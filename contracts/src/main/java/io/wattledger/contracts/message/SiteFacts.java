package io.wattledger.contracts.message;

/**
 * What others need to know of a site.
 *
 * @param site id
 * @param name as on an invoice
 * @param country ISO 3166-1 alpha-2
 * @param biddingZone for example {@code NO4} or {@code GB}
 * @param timeZone IANA name; days and tariff versions begin at its local midnights
 * @param state {@code PLANNED}, {@code LIVE} or {@code RETIRED}
 * @param revision counts up from 1 with every change
 */
public record SiteFacts(
        String site, String name, String country, String biddingZone, String timeZone, String state, long revision) {}

package io.wattledger.contracts.message;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What one day of one series costs, as pricing knows it: the whole set of charges, so that a revision replaces the one
 * before. A reader keeps the highest revision per key.
 *
 * @param tenant customer
 * @param project its subdivision
 * @param site where
 * @param sku what
 * @param periodStart start of the charge period: the site's local midnight, or where a contract or billing month begins
 *     inside the day
 * @param periodEnd end of the charge period; it never straddles a local day, a tariff version or a billing month
 * @param siteDate the local day at the site
 * @param revision counts up from 1 with every change of this day
 * @param contract id of the contract that the usage falls under
 * @param tariff id of the tariff
 * @param tariffVersion start date of the tariff version used
 * @param currency ISO 4217 code of all amounts
 * @param milliGpuSeconds all GPU time of the period, priced or not
 * @param charges one per component of the tariff version, in its order
 * @param gaps what keeps the amounts provisional; empty when they are complete
 */
public record RatedUsage(
        String tenant,
        String project,
        String site,
        String sku,
        Instant periodStart,
        Instant periodEnd,
        LocalDate siteDate,
        long revision,
        String contract,
        String tariff,
        LocalDate tariffVersion,
        String currency,
        long milliGpuSeconds,
        List<Charge> charges,
        List<Gap> gaps) {

    /** Copies the lists, so that a message once made does not change. */
    public RatedUsage {
        charges = List.copyOf(charges);
        gaps = List.copyOf(gaps);
    }

    /** The series this day belongs to. */
    public UsageKey usageKey() {
        return new UsageKey(tenant, project, site, sku);
    }

    /** The record key: all days of a project in one partition, one key per charge period. */
    public String recordKey() {
        return String.join("/", tenant, project, site, sku, periodStart.toString());
    }
}

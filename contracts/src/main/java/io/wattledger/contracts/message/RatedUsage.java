package io.wattledger.contracts.message;

import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one day of one series costs, as pricing knows it: the whole set of charges, so that a revision replaces the one
 * before. A reader keeps the highest revision per key.
 *
 * <p>What can only be told from a whole month (tiers, capacity, minimum charges) comes as a record of its own: the record
 * of a month, one per project, with {@link #ALL} as site and SKU. Its GPU time is 0, since the days have it, and its
 * charges say themselves which site and SKU they fall to.
 *
 * <p>Usage under a contract that cannot be rated at all yet is stated too, without charges: its one gap has {@link #ALL} as
 * component and names what is missing, which holds up the final invoice. Once that is there, a revision takes its place.
 *
 * @param tenant customer
 * @param project its subdivision; {@link #ALL} in the record of a month for what falls to none
 * @param site where; {@link #ALL} in the record of a month
 * @param sku what; {@link #ALL} in the record of a month
 * @param periodStart start of the charge period: the site's local midnight, or where a contract or billing month begins
 *     inside the day
 * @param periodEnd end of the charge period; it never straddles a local day, a tariff version or a billing month
 * @param siteDate the local day at the site; in the record of a month its first day
 * @param revision counts up from 1 with every change of this day
 * @param contract id of the contract that the usage falls under
 * @param tariff id of the tariff
 * @param tariffVersion start date of the tariff version used; where nothing could be rated, the local day itself
 * @param currency ISO 4217 code of all amounts
 * @param milliGpuSeconds all GPU time of the period, priced or not
 * @param charges one per component of the tariff version, in its order
 * @param gaps what keeps the amounts provisional; empty when they are complete
 * @param carbon emissions of the period; absent where the site has no method for them
 * @param overrides ids of what is negotiated with the tenant and stood in the place of components of the version, sorted;
 *     absent where nothing did
 * @param estimatedMilliGpuSeconds the part of the GPU time that metering has estimated, as a gap between heartbeats that it
 *     filled; null for none, never 0, so that a record without estimates looks as it always did
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
        List<Gap> gaps,
        @Nullable Carbon carbon,
        @Nullable List<String> overrides,
        @Nullable Long estimatedMilliGpuSeconds) {

    /**
     * Stands in the place of a project, site, SKU or component where a record or gap is not about a single one; no id is written so.
     */
    public static final String ALL = "-";

    /** Copies the lists, so that a message once made does not change; refuses more estimated than used. */
    public RatedUsage {
        if (estimatedMilliGpuSeconds != null
                && (estimatedMilliGpuSeconds < 0 || estimatedMilliGpuSeconds > milliGpuSeconds)) {
            throw new IllegalArgumentException(
                    estimatedMilliGpuSeconds + " milli-GPU-seconds are estimated of " + milliGpuSeconds);
        }
        estimatedMilliGpuSeconds =
                estimatedMilliGpuSeconds == null || estimatedMilliGpuSeconds == 0 ? null : estimatedMilliGpuSeconds;
        charges = List.copyOf(charges);
        gaps = List.copyOf(gaps);
        overrides = overrides == null ? null : List.copyOf(overrides);
    }

    /** A record of the tariff version as it stands, with nothing negotiated and nothing estimated. */
    public RatedUsage(
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
            List<Gap> gaps,
            @Nullable Carbon carbon) {
        this(
                tenant,
                project,
                site,
                sku,
                periodStart,
                periodEnd,
                siteDate,
                revision,
                contract,
                tariff,
                tariffVersion,
                currency,
                milliGpuSeconds,
                charges,
                gaps,
                carbon,
                null,
                null);
    }

    /** The same with another revision. */
    public RatedUsage withRevision(long other) {
        return with(other, overrides, estimatedMilliGpuSeconds);
    }

    /** The same, made with what is negotiated; an empty list for nothing. */
    public RatedUsage withOverrides(List<String> ids) {
        return with(revision, ids.isEmpty() ? null : ids, estimatedMilliGpuSeconds);
    }

    /** The same with a part of its GPU time estimated; 0 for none. */
    public RatedUsage withEstimated(long milliGpuSecondsOfIt) {
        return with(revision, overrides, milliGpuSecondsOfIt);
    }

    private RatedUsage with(long newRevision, @Nullable List<String> ids, @Nullable Long estimated) {
        return new RatedUsage(
                tenant,
                project,
                site,
                sku,
                periodStart,
                periodEnd,
                siteDate,
                newRevision,
                contract,
                tariff,
                tariffVersion,
                currency,
                milliGpuSeconds,
                charges,
                gaps,
                carbon,
                ids,
                estimated);
    }

    /** Whether this is the record of a month. */
    public boolean ofMonth() {
        return site.equals(ALL) && sku.equals(ALL);
    }

    /** Whether nothing of it could be rated at all, since its site, SKU or tariff version is not known. */
    public boolean unrated() {
        return gaps.stream().anyMatch(gap -> gap.component().equals(ALL));
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

package io.wattledger.billing.period;

import io.wattledger.billing.invoice.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Whether all that an invoice needs is there; missing is not zero. */
public final class Completeness {

    private Completeness() {}

    /** What holds the period up as of {@code now}, in a stable order; empty when it may be issued. */
    public static List<HoldReason> missing(BillingPeriod period, HeldUsage usage, Instant now) {
        List<HoldReason> reasons = new ArrayList<>();
        if (now.isBefore(period.end())) {
            reasons.add(new HoldReason(
                    HoldReason.PERIOD_NOT_OVER,
                    "the period ends with " + period.lastDay() + " in "
                            + period.timeZone().getId()));
        }
        reasons.addAll(usage.reasons());
        return List.copyOf(reasons);
    }

    /** The days of grace after the end of the period, if they are not over as of {@code now}; nothing before the end. */
    public static List<HoldReason> grace(BillingPeriod period, int days, Instant now) {
        Instant over =
                period.dayAfter().plusDays(days).atStartOfDay(period.timeZone()).toInstant();
        return now.isBefore(period.end()) || !now.isBefore(over)
                ? List.of()
                : List.of(new HoldReason(
                        HoldReason.GRACE_RUNNING,
                        "the contract waits " + days + " days for late usage and prices, until " + over));
    }

    /**
     * Which collectors have not yet reported all usage of the period at the sites where the contract was used or may have been, in a
     * stable order: of a month before which a collector fell silent, no usage is known there. A site of which no collector speaks
     * holds nothing up.
     */
    public static List<HoldReason> unreported(BillingPeriod period, Set<String> sites, List<SiteWatermark> watermarks) {
        return watermarks.stream()
                .filter(one -> one.isUsageExpected() || sites.contains(one.site()))
                .filter(one -> one.completeUntil().isBefore(period.end()))
                .sorted(Comparator.comparing(SiteWatermark::site).thenComparing(SiteWatermark::collector))
                .map(
                        one -> new HoldReason(
                                HoldReason.USAGE_INCOMPLETE,
                                "site " + one.site() + ": usage of collector " + one.collector()
                                        + " is reported and rated until "
                                        + one.completeUntil() + " only, and the period ends at " + period.end()
                                        + "; let it report on, or retire it if it is gone; if it has reported more, pricing is behind"))
                .toList();
    }
}

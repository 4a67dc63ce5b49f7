package io.wattledger.billing.period;

import io.wattledger.billing.invoice.BillingPeriod;
import io.wattledger.contracts.message.Gap;
import io.wattledger.contracts.message.RatedUsage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether all that an invoice needs is there; missing is not zero. */
public final class Completeness {

    private Completeness() {}

    /**
     * What holds the period up as of {@code now}, in a stable order; empty when it may be issued. A gap that the contract
     * says how to fill is charged so and holds nothing up.
     */
    public static List<HoldReason> missing(
            BillingPeriod period, Currency currency, List<RatedUsage> usage, Instant now) {
        List<HoldReason> reasons = new ArrayList<>();
        if (now.isBefore(period.end())) {
            reasons.add(new HoldReason(
                    HoldReason.PERIOD_NOT_OVER,
                    "the period ends with " + period.lastDay() + " in "
                            + period.timeZone().getId()));
        }
        usage.stream()
                .sorted(Comparator.comparing(RatedUsage::usageKey).thenComparing(RatedUsage::periodStart))
                .forEach(rated -> missing(rated, currency, reasons));
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
     * Which collectors have not yet reported all usage of the period at the sites where the contract was used, in a stable
     * order. A site of which no collector speaks holds nothing up.
     */
    public static List<HoldReason> unreported(
            BillingPeriod period, List<RatedUsage> usage, List<SiteWatermark> watermarks) {
        Set<String> sites = usage.stream().map(RatedUsage::site).collect(Collectors.toSet());
        return watermarks.stream()
                .filter(one -> sites.contains(one.site()) && one.completeUntil().isBefore(period.end()))
                .sorted(Comparator.comparing(SiteWatermark::site).thenComparing(SiteWatermark::collector))
                .map(one -> new HoldReason(
                        HoldReason.USAGE_INCOMPLETE,
                        "site " + one.site() + ": collector " + one.collector() + " has reported usage until "
                                + one.completeUntil() + " only, and the period ends at " + period.end()))
                .toList();
    }

    private static void missing(RatedUsage rated, Currency currency, List<HoldReason> reasons) {
        String where = rated.project() + "/" + rated.site() + "/" + rated.sku() + " on " + rated.siteDate();
        for (Gap gap : rated.gaps()) {
            if (gap.filled()) {
                continue;
            }
            reasons.add(new HoldReason(
                    HoldReason.PRICE_MISSING,
                    where + ": " + gap.missing() + " for " + gap.component() + " from " + gap.start() + " to "
                            + gap.end() + " (" + gap.milliGpuSeconds() + " milli-GPU-seconds)"));
        }
        if (rated.milliGpuSeconds() > 0
                && rated.charges().isEmpty()
                && rated.gaps().isEmpty()) {
            reasons.add(new HoldReason(
                    HoldReason.CHARGE_MISSING,
                    where + ": " + rated.milliGpuSeconds() + " milli-GPU-seconds have no charge"));
        }
        if (!rated.currency().equals(currency.getCurrencyCode())
                && !rated.charges().isEmpty()) {
            reasons.add(new HoldReason(
                    HoldReason.CURRENCY_DIFFERS,
                    where + ": rated in " + rated.currency() + ", contract in " + currency));
        }
    }
}

package io.wattledger.billing.period;

import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.ChargeKind;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.UsageKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * GPU time whose own records have neither a charge nor a gap. Tiers, packages, reservations and energy by the month charge it in the
 * record of the month; what no such record charges has no price that anybody agreed. Records go by in any order.
 */
final class UnchargedUsage {

    private final Map<Series, Uncharged> uncharged = new HashMap<>();
    private final Map<UsageKey, Set<Part>> charged = new HashMap<>();

    /** What is told together. */
    private record Series(UsageKey key, LocalDate tariffVersion) {}

    /** From when to when, on which days of the site, and how much. */
    private record Uncharged(Instant start, Instant end, LocalDate first, LocalDate last, long milliGpuSeconds) {

        static Uncharged of(RatedUsage day) {
            return new Uncharged(
                    day.periodStart(), day.periodEnd(), day.siteDate(), day.siteDate(), day.milliGpuSeconds());
        }

        Uncharged plus(Uncharged other) {
            return new Uncharged(
                    start.isBefore(other.start) ? start : other.start,
                    end.isAfter(other.end) ? end : other.end,
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    Math.addExact(milliGpuSeconds, other.milliGpuSeconds));
        }

        HoldReason reason(UsageKey key) {
            String when = first.equals(last) ? " on " + first : " from " + first + " to " + last;
            return new HoldReason(
                    HoldReason.CHARGE_MISSING,
                    key.project() + "/" + key.site() + "/" + key.sku() + when + ": " + milliGpuSeconds
                            + " milli-GPU-seconds have no charge, neither of the day nor of the month; where they are free, the"
                            + " tariff says so by a price of 0");
        }
    }

    /** The part of a month in which a tariff version holds. */
    private record Part(LocalDate tariffVersion, Instant start, Instant end) {

        /**
         * Whether its charges are made of that usage. At the edges of a month a site's clock may already, or still, have another day
         * and version than the contract's; such usage counts in the part in which it lies.
         */
        boolean contains(Series series, Uncharged usage) {
            return tariffVersion.equals(series.tariffVersion)
                    || !usage.start.isBefore(start) && !usage.end.isAfter(end);
        }
    }

    void add(RatedUsage rated) {
        if (rated.ofMonth()) {
            Part part = new Part(rated.tariffVersion(), rated.periodStart(), rated.periodEnd());
            for (Charge charge : rated.charges()) {
                if (charge.kind() == ChargeKind.GPU_TIME || charge.kind() == ChargeKind.ENERGY) {
                    charged.computeIfAbsent(place(rated, charge), key -> new HashSet<>())
                            .add(part);
                }
            }
        } else if (rated.milliGpuSeconds() > 0
                && rated.charges().isEmpty()
                && rated.gaps().isEmpty()) {
            uncharged.merge(new Series(rated.usageKey(), rated.tariffVersion()), Uncharged.of(rated), Uncharged::plus);
        }
    }

    /** One reason for each series and tariff version, where its first record stands. */
    SortedMap<HeldUsage.Place, HoldReason> reasons() {
        SortedMap<HeldUsage.Place, HoldReason> reasons = new TreeMap<>(HeldUsage.Place.ORDER);
        uncharged.forEach((series, usage) -> {
            UsageKey key = series.key;
            UsageKey anySku = new UsageKey(key.tenant(), key.project(), key.site(), RatedUsage.ALL);
            if (!isCharged(key, series, usage) && !isCharged(anySku, series, usage)) {
                reasons.put(new HeldUsage.Place(key, usage.start), usage.reason(key));
            }
        });
        return reasons;
    }

    private boolean isCharged(UsageKey place, Series series, Uncharged usage) {
        return charged.getOrDefault(place, Set.of()).stream().anyMatch(part -> part.contains(series, usage));
    }

    /** Energy of a site is charged to the project, and to no SKU of it. */
    private static UsageKey place(RatedUsage month, Charge charge) {
        return new UsageKey(
                month.tenant(),
                month.project(),
                Objects.requireNonNullElse(charge.site(), RatedUsage.ALL),
                Objects.requireNonNullElse(charge.sku(), RatedUsage.ALL));
    }
}

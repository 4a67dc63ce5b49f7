package io.wattledger.pricing.rating;

import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.tariff.TariffOverride;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Cuts a local day of a site where a contract, a billing month or what is negotiated begins or ends inside it. */
final class ChargePeriods {

    private ChargePeriods() {}

    /**
     * The stretches of {@code day}, in order of time, together covering all of it.
     *
     * @param day a local day of the site
     * @param contracts the tenant's contracts, no two of which overlap
     * @param overrides what is negotiated with the tenant
     */
    static List<Stretch> cut(Interval day, List<ContractFacts> contracts, List<TariffOverride> overrides) {
        SortedSet<Instant> cuts = new TreeSet<>();
        cuts.add(day.start());
        cuts.add(day.end());
        for (ContractFacts contract : contracts) {
            addInside(cuts, day, contract.start());
            if (contract.end() != null) {
                addInside(cuts, day, contract.end());
            }
            Instant month = nextMonth(day.start(), ZoneId.of(contract.billingTimeZone()));
            if (contract.covers(month)) {
                addInside(cuts, day, month);
            }
        }
        for (TariffOverride override : overrides) {
            if (contracts.stream().anyMatch(override::concerns)) {
                addInside(cuts, day, override.validFrom());
                if (override.validTo() != null) {
                    addInside(cuts, day, override.validTo());
                }
            }
        }
        List<Instant> edges = List.copyOf(cuts);
        List<Stretch> stretches = new ArrayList<>();
        for (int edge = 1; edge < edges.size(); edge++) {
            Interval interval = new Interval(edges.get(edge - 1), edges.get(edge));
            stretches.add(new Stretch(interval, covering(contracts, interval.start())));
        }
        return stretches;
    }

    private static void addInside(SortedSet<Instant> cuts, Interval day, Instant instant) {
        if (day.contains(instant)) {
            cuts.add(instant);
        }
    }

    /** The first beginning of a billing month after {@code instant}. */
    private static Instant nextMonth(Instant instant, ZoneId zone) {
        LocalDate first = instant.atZone(zone).toLocalDate().withDayOfMonth(1).plusMonths(1);
        return first.atStartOfDay(zone).toInstant();
    }

    private static @Nullable ContractFacts covering(List<ContractFacts> contracts, Instant instant) {
        return contracts.stream()
                .filter(contract -> contract.covers(instant))
                .findFirst()
                .orElse(null);
    }
}

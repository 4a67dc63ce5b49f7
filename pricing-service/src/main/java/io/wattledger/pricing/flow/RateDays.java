package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.ops.PricingMetrics;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.OpenUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatedDay;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Rates dirty days: takes a bunch of ripe ones that nobody else has taken, loads everything they depend on, rates them and
 * stores and publishes what has changed, all in one transaction. A day that cannot be rated is set aside. Several copies may do so side by side.
 */
@ApplicationScoped
public class RateDays {

    private static final Logger LOG = Logger.getLogger(RateDays.class);

    private final TenantScope scope;
    private final DirtyDays dirtyDays;
    private final RatingInputs inputs;
    private final RatedDays ratedDays;
    private final DirtyMonths dirtyMonths;
    private final PublishRated publishRated;
    private final PricingMetrics metrics;
    private final RatingClock clock;

    RateDays(
            TenantScope scope,
            DirtyDays dirtyDays,
            RatingInputs inputs,
            RatedDays ratedDays,
            DirtyMonths dirtyMonths,
            PublishRated publishRated,
            PricingMetrics metrics,
            RatingClock clock) {
        this.scope = scope;
        this.dirtyDays = dirtyDays;
        this.inputs = inputs;
        this.ratedDays = ratedDays;
        this.dirtyMonths = dirtyMonths;
        this.publishRated = publishRated;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Rates one bunch; true when there may be more to do at once. */
    public boolean run() {
        Instant now = clock.now();
        List<DayKey> ripe =
                scope.asOperator(connection -> dirtyDays.ripe(connection, clock.ripeAt(now), clock.bunch()));
        if (ripe.isEmpty()) {
            return false;
        }
        return InParts.work(ripe, ripe.size(), some -> rate(some, now), this::setAside) > 0;
    }

    private int rate(List<DayKey> ripe, Instant now) {
        Set<String> tenants = new TreeSet<>();
        ripe.forEach(day -> tenants.add(day.key().tenant()));
        return scope.inTransaction(tenants, connection -> rate(connection, ripe, now));
    }

    private void setAside(DayKey day, String reason, Throwable failure) {
        LOG.errorf(
                failure,
                "day %s of %s cannot be rated: %s; it is listed among the gaps, tried again later, within a minute"
                        + " when its usage changes, and at once when a price, tariff or contract of it changes",
                day.siteDay(),
                day.key(),
                reason);
        scope.inTransactionDo(
                List.of(day.key().tenant()), connection -> dirtyDays.setAside(connection, day, reason, clock.now()));
    }

    private int rate(Connection connection, List<DayKey> ripe, Instant now) throws SQLException {
        List<DayKey> claimed = dirtyDays.claim(connection, ripe);
        if (claimed.isEmpty()) {
            return 0;
        }
        Catalog catalog = inputs.catalog();
        Map<DayKey, Interval> spans = spans(claimed, catalog);
        Map<DayKey, List<SlotUsage>> slots = inputs.slots(connection, spans);
        Map<String, AccountFacts> accounts = inputs.accountsOf(
                connection,
                claimed.stream().map(day -> day.key().tenant()).distinct().toList());
        Quotes quotes = inputs.quotes(connection, catalog, spans.values());
        DayRating rating = new DayRating(catalog.agreement(), quotes);
        BasisWriter basis = new BasisWriter(catalog.agreement(), quotes);
        Map<DayKey, List<RatedUsage>> stored = ratedDays.of(connection, claimed);
        List<RatedDays.Entry> changed = new ArrayList<>();
        List<OpenUsage> open = new ArrayList<>();
        for (Map.Entry<DayKey, Interval> span : spans.entrySet()) {
            DayKey day = span.getKey();
            AccountFacts account = accounts.get(day.key().tenant());
            DayUsage usage = new DayUsage(
                    day.key(),
                    day.siteDay(),
                    span.getValue(),
                    slots.getOrDefault(day, List.of()),
                    account == null ? List.of() : account.contracts());
            RatedDay result = rating.rate(usage);
            open.addAll(result.open());
            List<RatedUsage> revised = Revisions.changed(stored.getOrDefault(day, List.of()), result.rated());
            if (!revised.isEmpty()) {
                Basis ofDay = basis.of(usage);
                Instant end = span.getValue().end();
                revised.forEach(one -> changed.add(new RatedDays.Entry(
                        one,
                        RatingInputs.namesOf(catalog, one),
                        ofDay,
                        clock.restOfDays().after(one.revision(), now, end))));
            }
        }
        ratedDays.replaceOpen(connection, claimed, open);
        publishRated.publish(connection, changed, now);
        dirtyMonths.touch(connection, months(spans, accounts, catalog), now);
        dirtyDays.done(connection, claimed);
        metrics.daysRated(claimed.size(), changed.size());
        return claimed.size();
    }

    /** The months that the days lie in, where their contracts have anything to be rated by the month. */
    private static SortedSet<MonthKey> months(
            Map<DayKey, Interval> spans, Map<String, AccountFacts> accounts, Catalog catalog) {
        SortedSet<MonthKey> months = new TreeSet<>();
        spans.forEach((day, span) -> {
            AccountFacts account = accounts.get(day.key().tenant());
            for (ContractFacts contract : account == null ? List.<ContractFacts>of() : account.contracts()) {
                Tariff tariff = catalog.tariffs().get(contract.tariff());
                if (tariff != null
                        && ContractMonths.hasMonths(
                                tariff, catalog.overridesOf(day.key().tenant()))) {
                    // A day may lie in two months, since it is that of the site and the month that of the contract.
                    for (Instant instant : List.of(span.start(), span.end().minusNanos(1))) {
                        if (contract.covers(instant)) {
                            months.add(ContractMonths.at(day.key().tenant(), contract, instant));
                        }
                    }
                }
            }
        });
        return months;
    }

    private static Map<DayKey, Interval> spans(List<DayKey> days, Catalog catalog) {
        Map<DayKey, Interval> spans = new LinkedHashMap<>();
        for (DayKey day : days) {
            Site site = catalog.sites().get(day.key().site());
            spans.put(day, site == null ? utcDay(day.siteDay()) : site.interval(day.siteDay()));
        }
        return spans;
    }

    private static Interval utcDay(LocalDate day) {
        return new Interval(
                day.atStartOfDay(ZoneOffset.UTC).toInstant(),
                day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}

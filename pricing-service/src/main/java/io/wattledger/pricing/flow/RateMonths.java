package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.evidence.Basis;
import io.wattledger.pricing.evidence.BasisWriter;
import io.wattledger.pricing.evidence.RatingInput.RatedThen;
import io.wattledger.pricing.flow.EvidenceBook.RecordRevision;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.Quotes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rates dirty billing months of contracts, some in a transaction, and stores and publishes what has changed. The days of a
 * month are rated before it; where one changes later, it makes its month dirty again.
 */
@ApplicationScoped
public class RateMonths {

    private static final Logger LOG = Logger.getLogger(RateMonths.class);

    /** Months share what is read for all of them; more together would hold the slots of too many in memory. */
    private static final int TOGETHER = 20;

    private final TenantScope scope;
    private final DirtyMonths dirtyMonths;
    private final RatingInputs inputs;
    private final MonthInputs months;
    private final RatedDays ratedDays;
    private final EvidenceBook evidence;
    private final PublishRated publishRated;
    private final RatingClock clock;

    RateMonths(
            TenantScope scope,
            DirtyMonths dirtyMonths,
            RatingInputs inputs,
            MonthInputs months,
            RatedDays ratedDays,
            EvidenceBook evidence,
            PublishRated publishRated,
            RatingClock clock) {
        this.scope = scope;
        this.dirtyMonths = dirtyMonths;
        this.inputs = inputs;
        this.months = months;
        this.ratedDays = ratedDays;
        this.evidence = evidence;
        this.publishRated = publishRated;
        this.clock = clock;
    }

    /** Rates a bunch of months; true when there may be more to do at once. */
    public boolean run() {
        Instant now = clock.now();
        List<MonthKey> ripe =
                scope.asOperator(connection -> dirtyMonths.ripe(connection, clock.ripeAt(now), clock.bunch()));
        return InParts.work(ripe, TOGETHER, some -> rate(some, now), this::setAside) > 0;
    }

    private int rate(List<MonthKey> ripe, Instant now) {
        Set<String> tenants = new TreeSet<>();
        ripe.forEach(month -> tenants.add(month.tenant()));
        return scope.inTransaction(tenants, connection -> rate(connection, ripe, now));
    }

    private void setAside(MonthKey month, String reason, Throwable failure) {
        LOG.errorf(
                failure,
                "month %s of contract %s of %s cannot be rated: %s; it is listed among the gaps, tried again later, within a minute"
                        + " when its usage changes, and at once when a price, tariff or contract of it changes",
                month.month(),
                month.contract(),
                month.tenant(),
                reason);
        scope.inTransactionDo(
                List.of(month.tenant()), connection -> dirtyMonths.setAside(connection, month, reason, clock.now()));
    }

    private int rate(Connection connection, List<MonthKey> ripe, Instant now) throws SQLException {
        List<DirtyMonths.Claimed> claimed = dirtyMonths.claim(connection, ripe);
        if (claimed.isEmpty()) {
            return 0;
        }
        Catalog catalog = inputs.catalog();
        SortedMap<MonthKey, MonthInputs.Agreed> agreed = months.agreed(
                connection, claimed.stream().map(DirtyMonths.Claimed::month).toList());
        Quotes quotes = agreed.isEmpty()
                ? new Quotes(Map.of(), Map.of())
                : inputs.quotes(
                        connection,
                        catalog,
                        agreed.values().stream()
                                .map(MonthInputs.Agreed::interval)
                                .toList());
        MonthRating rating = new MonthRating(catalog.agreement(), quotes);
        BasisWriter writer = new BasisWriter(catalog.agreement(), quotes);
        Map<String, RatedDays.Entry> entries = new LinkedHashMap<>();
        SortedMap<MonthKey, DirtyMonths.Rated> done = new TreeMap<>();
        for (DirtyMonths.Claimed one : claimed) {
            MonthKey month = one.month();
            MonthInputs.Agreed terms = agreed.get(month);
            MonthUsage usage = terms == null ? null : months.usage(connection, month, terms);
            List<RatedUsage> rated = usage == null ? List.of() : rating.rate(usage);
            List<RatedUsage> revised = revised(connection, month, rated, entries);
            Basis basis = usage == null || revised.isEmpty() ? null : basis(connection, usage, writer);
            for (RatedUsage changed : revised) {
                SortedSet<String> names = RatingInputs.namesOfMonth(catalog, changed);
                names.add(RatedDays.inputOf(month));
                entries.put(changed.recordKey(), new RatedDays.Entry(changed, names, basis, null));
            }
            done.put(month, terms == null ? new DirtyMonths.Rated("", null) : rated(one, terms, now));
        }
        publishRated.publish(connection, List.copyOf(entries.values()), now);
        dirtyMonths.done(connection, done);
        return claimed.size();
    }

    /**
     * What differs from what was published. The key of a record does not name the contract, so that a month which goes to another one
     * keeps it: the other's revision goes on, and only whose it is still takes a record back.
     *
     * @param before what was rated already in this transaction, by key, in the place of what is stored
     */
    private List<RatedUsage> revised(
            Connection connection, MonthKey month, List<RatedUsage> rated, Map<String, RatedDays.Entry> before)
            throws SQLException {
        Map<String, RatedUsage> own = new TreeMap<>();
        ratedDays.months(connection, month).forEach(one -> own.put(one.recordKey(), one));
        own.keySet().removeAll(before.keySet());
        List<RatedUsage> ofOthers = new ArrayList<>();
        List<RatedUsage> unknown = new ArrayList<>();
        for (RatedUsage one : rated) {
            RatedDays.Entry just = before.get(one.recordKey());
            if (just != null) {
                ofOthers.add(just.message());
            } else if (!own.containsKey(one.recordKey())) {
                unknown.add(one);
            }
        }
        ofOthers.addAll(ratedDays.at(connection, unknown));
        return Revisions.changed(List.copyOf(own.values()), ofOthers, rated);
    }

    private DirtyMonths.Rated rated(DirtyMonths.Claimed month, MonthInputs.Agreed terms, Instant now) {
        return new DirtyMonths.Rated(
                terms.contract().tariff(),
                clock.restOfMonths()
                        .after(month.timesRated() + 1, now, terms.interval().end()));
    }

    /** What the month is rated from; null where one of its days was rated before such things were kept. */
    private @Nullable Basis basis(Connection connection, MonthUsage month, BasisWriter writer) throws SQLException {
        Map<RecordRevision, String> bases = evidence.bases(
                connection,
                month.tenant(),
                month.days().stream().map(RecordRevision::of).toList());
        List<RatedThen> days = new ArrayList<>();
        for (RatedUsage day : month.days()) {
            String basis = bases.get(RecordRevision.of(day));
            if (basis == null) {
                return null;
            }
            boolean emptied = day.charges().isEmpty() && day.gaps().isEmpty() && day.milliGpuSeconds() == 0;
            days.add(new RatedThen(day.recordKey(), day.revision(), basis, emptied ? day : null));
        }
        return writer.of(month, days);
    }
}

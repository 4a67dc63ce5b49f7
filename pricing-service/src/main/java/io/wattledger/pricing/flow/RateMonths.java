package io.wattledger.pricing.flow;

import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Rates dirty billing months of contracts, one in a transaction, and stores and publishes what has changed. The days of a
 * month are rated before it; where one changes later, it makes its month dirty again.
 */
@ApplicationScoped
public class RateMonths {

    private final TenantScope scope;
    private final DirtyMonths dirtyMonths;
    private final RatingInputs inputs;
    private final RatedDays ratedDays;
    private final Outbox outbox;
    private final RatingClock clock;

    RateMonths(
            TenantScope scope,
            DirtyMonths dirtyMonths,
            RatingInputs inputs,
            RatedDays ratedDays,
            Outbox outbox,
            RatingClock clock) {
        this.scope = scope;
        this.dirtyMonths = dirtyMonths;
        this.inputs = inputs;
        this.ratedDays = ratedDays;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Rates a bunch of months; true when there may be more to do at once. */
    public boolean run() {
        Instant now = clock.now();
        List<MonthKey> ripe = scope.asOperator(connection ->
                dirtyMonths.ripe(connection, clock.quietSince(now), clock.waitingSince(now), clock.bunch()));
        int rated = 0;
        for (MonthKey month : ripe) {
            rated += scope.inTransaction(Set.of(month.tenant()), connection -> rate(connection, month, now));
        }
        return rated > 0;
    }

    private int rate(Connection connection, MonthKey month, Instant now) throws SQLException {
        if (dirtyMonths.claim(connection, List.of(month)).isEmpty()) {
            return 0;
        }
        Catalog catalog = inputs.catalog();
        AccountFacts account = inputs.accountOf(connection, month.tenant());
        ContractFacts contract = account == null
                ? null
                : account.contracts().stream()
                        .filter(one -> one.contract().equals(month.contract()))
                        .findFirst()
                        .orElse(null);
        Interval interval = contract == null ? null : ContractMonths.interval(contract, month.month());
        List<RatedUsage> stored = ratedDays.months(connection, month);
        List<RatedUsage> rated = List.of();
        if (contract != null && interval != null) {
            MonthUsage usage = new MonthUsage(
                    month.tenant(),
                    contract,
                    interval,
                    ratedDays.inside(connection, month.tenant(), contract.contract(), interval),
                    inputs.loads(connection, month.tenant(), interval));
            rated = new MonthRating(catalog.agreement(), inputs.quotes(connection, catalog, List.of(interval)))
                    .rate(usage);
        }
        save(connection, catalog, month, Revisions.changed(stored, rated), now);
        dirtyMonths.done(connection, List.of(month), contract == null ? "" : contract.tariff());
        return 1;
    }

    private void save(Connection connection, Catalog catalog, MonthKey month, List<RatedUsage> changed, Instant now)
            throws SQLException {
        List<RatedDays.Entry> entries = new ArrayList<>();
        List<OutgoingMessage> messages = new ArrayList<>();
        for (RatedUsage message : changed) {
            SortedSet<String> names = inputs.namesOfMonth(catalog, message);
            names.add(RatedDays.inputOf(month));
            entries.add(new RatedDays.Entry(message, names));
            messages.add(OutgoingMessage.of(
                    message.tenant(),
                    Topics.RATED_USAGE,
                    message.tenant() + "/" + message.project(),
                    message.recordKey(),
                    WireJson.write(message)));
        }
        ratedDays.save(connection, entries, now);
        outbox.state(connection, messages);
        inputs.markUsed(changed, now);
    }
}

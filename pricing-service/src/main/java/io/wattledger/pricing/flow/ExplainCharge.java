package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.Explanation;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatingRule;
import io.wattledger.pricing.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shows how a stored charge of a day came about: from which slots, at which prices, by which documents. */
@ApplicationScoped
public class ExplainCharge {

    private final TenantScope scope;
    private final RatingInputs inputs;
    private final RatedDays ratedDays;
    private final RulesOfRecords rules;

    ExplainCharge(TenantScope scope, RatingInputs inputs, RatedDays ratedDays, RulesOfRecords rules) {
        this.scope = scope;
        this.inputs = inputs;
        this.ratedDays = ratedDays;
        this.rules = rules;
    }

    /**
     * A charge, explained.
     *
     * @param rated the charge period as it was published
     * @param charges the charges of the component in it
     * @param explanation how they come about today, by the rules that held when they were rated
     * @param isSame whether what is computed so equals what was published; where not, something changed since and the
     *     day waits to be rated again
     */
    public record Explained(RatedUsage rated, List<Charge> charges, Explanation explanation, boolean isSame) {}

    /** Explains; empty where there is no such charge. */
    public Optional<Explained> explain(UsageKey key, Instant periodStart, String component) {
        return scope.inTransaction(
                Set.of(key.tenant()), connection -> explain(connection, key, periodStart, component));
    }

    private Optional<Explained> explain(Connection connection, UsageKey key, Instant periodStart, String component)
            throws SQLException {
        Catalog catalog = inputs.catalog();
        Site site = catalog.sites().get(key.site());
        AccountFacts account = inputs.accountOf(connection, key.tenant());
        if (site == null || account == null) {
            return Optional.empty();
        }
        DayKey day = new DayKey(key, site.dayOf(periodStart));
        Optional<RatedUsage> stored = ratedDays.of(connection, List.of(day)).getOrDefault(day, List.of()).stream()
                .filter(one -> one.periodStart().equals(periodStart))
                .findFirst();
        List<Charge> charges = stored.map(RatedUsage::charges).orElse(List.of()).stream()
                .filter(charge -> charge.component().equals(component))
                .toList();
        if (stored.isEmpty() || charges.isEmpty()) {
            return Optional.empty();
        }
        Interval span = site.interval(day.siteDay());
        DayUsage usage = new DayUsage(
                key,
                day.siteDay(),
                span,
                inputs.slots(connection, Map.of(day, span)).getOrDefault(day, List.of()),
                account.contracts());
        Quotes quotes = inputs.quotes(connection, catalog, List.of(span));
        List<Explained> explained = new ArrayList<>();
        for (Set<RatingRule> held : rules.of(connection, stored.get())) {
            Explanation how =
                    Explanation.of(new DayRating(catalog.agreement(), quotes.by(held)), usage, periodStart, component);
            explained.add(new Explained(stored.get(), charges, how, charges.equals(how.charges())));
        }
        return explained.stream()
                .filter(Explained::isSame)
                .findFirst()
                .or(() -> explained.stream().findFirst());
    }
}

package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.flow.MonthInputs.Agreed;
import io.wattledger.pricing.rating.MonthExplanation;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.RatingRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows how a stored charge of a contract's month came about: by which terms, from what use, at which prices. */
@ApplicationScoped
public class ExplainMonthCharge {

    private final TenantScope scope;
    private final RatingInputs inputs;
    private final MonthInputs months;
    private final RatedDays ratedDays;
    private final RulesOfRecords rules;

    ExplainMonthCharge(
            TenantScope scope, RatingInputs inputs, MonthInputs months, RatedDays ratedDays, RulesOfRecords rules) {
        this.scope = scope;
        this.inputs = inputs;
        this.months = months;
        this.ratedDays = ratedDays;
        this.rules = rules;
    }

    /**
     * Which charge.
     *
     * @param month of a contract
     * @param project whose charge, or {@link RatedUsage#ALL} for one of the contract
     * @param periodStart start of the record, which is that of the month or of a tariff version inside it
     * @param component id of the component
     */
    public record Question(MonthKey month, String project, Instant periodStart, String component) {}

    /**
     * A charge, explained.
     *
     * @param rated the record as it was published
     * @param explanation how its charges of the component come about today, by the rules that held when it was rated
     * @param isSame whether what is computed so equals what was published; where not, something changed since and the
     *     month waits to be rated again
     */
    public record Explained(RatedUsage rated, MonthExplanation explanation, boolean isSame) {}

    /** Explains; empty where there is no such charge. */
    public Optional<Explained> explain(Question question) {
        return scope.inTransaction(Set.of(question.month().tenant()), connection -> explain(connection, question));
    }

    private Optional<Explained> explain(Connection connection, Question question) throws SQLException {
        Agreed agreed = months.agreed(connection, List.of(question.month())).get(question.month());
        Optional<RatedUsage> stored = ratedDays.months(connection, question.month()).stream()
                .filter(one -> one.periodStart().equals(question.periodStart()))
                .filter(one -> one.project().equals(question.project()))
                .findFirst();
        if (agreed == null || stored.isEmpty()) {
            return Optional.empty();
        }
        Catalog catalog = inputs.catalog();
        Quotes quotes = inputs.quotes(connection, catalog, List.of(agreed.interval()));
        List<Charge> charges = stored.get().charges().stream()
                .filter(charge -> charge.component().equals(question.component()))
                .toList();
        MonthUsage usage = months.usage(connection, question.month(), agreed);
        List<Explained> explained = new ArrayList<>();
        for (Set<RatingRule> held : rules.of(connection, stored.get())) {
            new MonthRating(catalog.agreement(), quotes.by(held))
                    .explain(usage, question.periodStart(), question.project(), question.component())
                    .map(how -> new Explained(stored.get(), how, how.charges().equals(charges)))
                    .ifPresent(explained::add);
        }
        return explained.stream()
                .filter(Explained::isSame)
                .findFirst()
                .or(() -> explained.stream().findFirst());
    }
}

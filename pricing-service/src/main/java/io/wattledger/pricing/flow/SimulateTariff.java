package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.message.Charge;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogReader;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayRating;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.MonthRating;
import io.wattledger.pricing.rating.MonthUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rates a month again under a draft of a tariff and tells what would be different for whom. Nothing is stored. */
@ApplicationScoped
public class SimulateTariff {

    private final TenantScope scope;
    private final RatingInputs inputs;
    private final RatedDays ratedDays;
    private final AccountBook accounts;

    SimulateTariff(TenantScope scope, RatingInputs inputs, RatedDays ratedDays, AccountBook accounts) {
        this.scope = scope;
        this.inputs = inputs;
        this.ratedDays = ratedDays;
        this.accounts = accounts;
    }

    /**
     * What a contract comes to.
     *
     * @param tenant the customer
     * @param contract its contract
     * @param currency of the amounts
     * @param rated as it is rated today, unrounded
     * @param simulated under the draft
     * @param difference simulated less rated
     * @param gaps how many stretches have no price under the draft; the amount is without them
     */
    public record Effect(
            String tenant,
            String contract,
            String currency,
            BigDecimal rated,
            BigDecimal simulated,
            BigDecimal difference,
            int gaps) {}

    /** A contract whose tariff the draft stands for. */
    private record Affected(String tenant, ContractFacts contract) {}

    /**
     * Simulates.
     *
     * @param draft a whole tariff in the form of the catalog; it stands for the stored one of the same id
     * @param month first day of the billing month
     * @throws Refusal when the draft breaks a rule, or there is no tariff of its id
     */
    public List<Effect> simulate(TariffForm draft, LocalDate month) {
        Catalog catalog = scope.asOperator(connection -> inputs.catalog());
        Catalog wanted = withDraft(catalog, draft);
        List<Effect> effects = new ArrayList<>();
        for (Affected one : affected(draft.id())) {
            Interval interval = ContractMonths.interval(one.contract(), month.withDayOfMonth(1));
            if (interval != null) {
                effects.add(scope.inTransaction(
                        Set.of(one.tenant()), connection -> effect(connection, one, interval, catalog, wanted)));
            }
        }
        return effects;
    }

    private static Catalog withDraft(Catalog catalog, TariffForm draft) {
        CatalogForm form = CatalogForm.ofTariffs(List.of(draft));
        CatalogReader.Result read = CatalogReader.read(form, catalog);
        CatalogRefusal.refuse(read.faults(), "the draft");
        if (!catalog.tariffs().containsKey(draft.id())) {
            throw new Refusal(
                    PricingProblem.QUESTION_INVALID,
                    "there is no tariff that the draft could stand for",
                    List.of(new FieldError("/tariff/id", "there is no tariff '" + draft.id() + "'")));
        }
        return catalog.with(read.catalog());
    }

    private List<Affected> affected(String tariff) {
        List<Affected> affected = new ArrayList<>();
        for (AccountFacts account : scope.asOperator(accounts::all).complete().values()) {
            for (ContractFacts contract : account.contracts()) {
                if (contract.tariff().equals(tariff)) {
                    affected.add(new Affected(account.tenant(), contract));
                }
            }
        }
        return affected;
    }

    private Effect effect(Connection connection, Affected affected, Interval interval, Catalog catalog, Catalog wanted)
            throws SQLException {
        ContractFacts contract = affected.contract();
        List<RatedUsage> stored =
                new ArrayList<>(ratedDays.inside(connection, affected.tenant(), contract.contract(), interval));
        Map<DayKey, Interval> spans = new LinkedHashMap<>();
        for (RatedUsage day : stored) {
            Site site = catalog.sites().get(day.site());
            if (site != null) {
                spans.put(new DayKey(day.usageKey(), day.siteDate()), site.interval(day.siteDate()));
            }
        }
        Agreement agreement = wanted.agreement();
        Quotes quotes = inputs.quotes(connection, wanted, List.of(interval));
        List<RatedUsage> rated = days(connection, spans, contract, interval, new DayRating(agreement, quotes));
        rated.addAll(new MonthRating(agreement, quotes)
                .rate(new MonthUsage(
                        affected.tenant(),
                        contract,
                        interval,
                        List.copyOf(rated),
                        inputs.loads(connection, affected.tenant(), interval))));
        stored.addAll(ratedDays.months(connection, ContractMonths.at(affected.tenant(), contract, interval.start())));
        BigDecimal before = sum(stored);
        BigDecimal after = sum(rated);
        return new Effect(
                affected.tenant(),
                contract.contract(),
                contract.currency(),
                before,
                after,
                after.subtract(before),
                rated.stream().mapToInt(one -> one.gaps().size()).sum());
    }

    private List<RatedUsage> days(
            Connection connection,
            Map<DayKey, Interval> spans,
            ContractFacts contract,
            Interval interval,
            DayRating rating)
            throws SQLException {
        Map<DayKey, List<SlotUsage>> slots = spans.isEmpty() ? new HashMap<>() : inputs.slots(connection, spans);
        List<RatedUsage> rated = new ArrayList<>();
        spans.forEach((day, span) -> rating
                .rate(new DayUsage(
                        day.key(), day.siteDay(), span, slots.getOrDefault(day, List.of()), List.of(contract)))
                .rated()
                .stream()
                .filter(one -> interval.contains(one.periodStart()))
                .forEach(rated::add));
        return rated;
    }

    private static BigDecimal sum(List<RatedUsage> rated) {
        return rated.stream()
                .flatMap(one -> one.charges().stream())
                .map(Charge::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}

package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.rating.Commitment;
import io.wattledger.pricing.rating.Commitment.Comparison;
import io.wattledger.pricing.rating.PlanPricing;
import io.wattledger.pricing.rating.PlanPricing.Plan;
import io.wattledger.pricing.rating.PlanPricing.Priced;
import io.wattledger.pricing.site.Site;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prices use that is only planned: at every site, in the cheapest window, under two tariffs. Nothing is stored. */
@ApplicationScoped
public class QuotePlan {

    private static final int MOST_GPUS = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration LONGEST_HORIZON = Duration.ofDays(31);
    private static final int STEPS = 31;

    private final TenantScope scope;
    private final RatingInputs inputs;

    QuotePlan(TenantScope scope, RatingInputs inputs) {
        this.scope = scope;
        this.inputs = inputs;
    }

    /**
     * A question.
     *
     * @param tariff id of the tariff
     * @param sku id of the SKU
     * @param gpus how many
     * @param window when
     * @param duration how long the plan runs inside the window; absent where it fills it
     * @param site id of the only site asked about; absent for all that are live or planned
     */
    public record Question(
            String tariff,
            String sku,
            int gpus,
            Interval window,
            @Nullable Duration duration,
            @Nullable String site) {}

    /**
     * The answer for a site.
     *
     * @param site its id
     * @param currency of the amounts
     * @param price the plan at its window or, where it may begin at any time inside it, at the window's start
     * @param cheapest the cheapest window of the duration, by the components of the day; absent where none was asked for, where
     *     none has all its prices, and where a component of the month follows a price series at the site
     * @param notCompared ids of the components of the month, by which windows are not compared; absent where none was asked for
     */
    public record SiteQuote(
            String site,
            String currency,
            Priced price,
            @Nullable Priced cheapest,
            @Nullable List<String> notCompared) {}

    /**
     * Prices the plan at each site, the cheapest first; sites with something unpriced come last.
     *
     * @param tenant who asks; a tariff of none of its contracts is unknown to it. Absent for the operator
     */
    public List<SiteQuote> quote(Question question, @Nullable String tenant) {
        return scope.asOperator(connection -> {
            Catalog catalog = inputs.catalog();
            check(question, catalog, tenant == null || hasTariff(connection, tenant, question.tariff()));
            PlanPricing pricing = pricing(connection, catalog, question.window());
            List<SiteQuote> quotes = new ArrayList<>();
            for (Site site : catalog.sites().values()) {
                if (question.site() == null || site.id().equals(question.site())) {
                    quotes.add(quote(question, site, catalog, pricing));
                }
            }
            quotes.sort(Comparator.comparing(
                            (SiteQuote one) -> one.price().gaps().stream().anyMatch(gap -> !gap.filled()))
                    .thenComparing(one -> one.price().amount())
                    .thenComparing(SiteQuote::site));
            return quotes;
        });
    }

    private static SiteQuote quote(Question question, Site site, Catalog catalog, PlanPricing pricing) {
        Plan plan = new Plan(question.tariff(), site.id(), question.sku(), question.gpus());
        String currency = currency(catalog, question.tariff());
        Duration duration = question.duration();
        Interval first = duration == null
                ? question.window()
                : new Interval(
                        question.window().start(), question.window().start().plus(duration));
        return new SiteQuote(
                site.id(),
                currency,
                pricing.price(plan, first),
                duration == null
                        ? null
                        : pricing.cheapest(plan, question.window(), duration).orElse(null),
                duration == null ? null : pricing.notCompared(plan, question.window()));
    }

    /**
     * Compares two tariffs of one currency for a month of the site.
     *
     * @param month any day of the month
     * @throws Refusal where something named is not there, or the tariffs are in two currencies
     */
    public Comparison compare(String first, String second, String site, String sku, int gpus, LocalDate month) {
        return scope.asOperator(connection -> {
            Catalog catalog = inputs.catalog();
            List<FieldError> errors = new ArrayList<>();
            require(errors, catalog.tariffs().containsKey(first), "first", "there is no tariff '" + first + "'");
            require(errors, catalog.tariffs().containsKey(second), "second", "there is no tariff '" + second + "'");
            require(errors, catalog.skus().containsKey(sku), "sku", "there is no SKU '" + sku + "'");
            require(errors, gpus >= 1 && gpus <= MOST_GPUS, "gpus", gpus + " is not between 1 and " + MOST_GPUS);
            Site place = catalog.sites().get(site);
            require(errors, place != null, "site", "there is no site '" + site + "'");
            refuse(errors);
            String currency = currency(catalog, first);
            String other = currency(catalog, second);
            require(
                    errors,
                    other.equals(currency),
                    "second",
                    "it is in " + other + ", and '" + first + "' in " + currency);
            refuse(errors);
            if (place == null) {
                throw new IllegalStateException(site);
            }
            Interval interval = new Interval(
                    month.withDayOfMonth(1).atStartOfDay(place.timeZone()).toInstant(),
                    month.withDayOfMonth(1)
                            .plusMonths(1)
                            .atStartOfDay(place.timeZone())
                            .toInstant());
            return new Commitment(pricing(connection, catalog, interval))
                    .compare(new Plan(first, site, sku, gpus), new Plan(second, site, sku, gpus), interval, STEPS);
        });
    }

    private static String currency(Catalog catalog, String tariff) {
        return Objects.requireNonNull(catalog.tariffs().get(tariff)).currency();
    }

    private boolean hasTariff(Connection connection, String tenant, String tariff) throws SQLException {
        AccountFacts account = inputs.accountOf(connection, tenant);
        return account != null
                && account.contracts().stream()
                        .anyMatch(contract -> contract.tariff().equals(tariff));
    }

    private PlanPricing pricing(Connection connection, Catalog catalog, Interval window) throws SQLException {
        return new PlanPricing(catalog.agreement(), inputs.quotes(connection, catalog, List.of(window)));
    }

    private static void check(Question question, Catalog catalog, boolean tariffIsKnown) {
        List<FieldError> errors = new ArrayList<>();
        require(
                errors,
                tariffIsKnown && catalog.tariffs().containsKey(question.tariff()),
                "tariff",
                "there is no tariff '" + question.tariff() + "'");
        require(errors, catalog.skus().containsKey(question.sku()), "sku", "there is no SKU '" + question.sku() + "'");
        require(
                errors,
                question.site() == null || catalog.sites().containsKey(question.site()),
                "site",
                "there is no site '" + question.site() + "'");
        require(
                errors,
                question.gpus() >= 1 && question.gpus() <= MOST_GPUS,
                "gpus",
                question.gpus() + " is not between 1 and " + MOST_GPUS);
        Interval window = question.window();
        require(errors, onQuarterHour(window.start()), "start", window.start() + " is not on a quarter-hour");
        require(errors, onQuarterHour(window.end()), "end", window.end() + " is not on a quarter-hour");
        Duration duration = question.duration();
        Duration longest = duration == null ? LONGEST : LONGEST_HORIZON;
        require(
                errors,
                window.length().compareTo(longest) <= 0,
                "end",
                "the window is longer than " + longest.toDays() + " days");
        if (duration != null) {
            boolean whole = duration.isPositive()
                    && duration.toMillis() % Slot.LENGTH.toMillis() == 0
                    && duration.compareTo(window.length()) <= 0;
            require(errors, whole, "duration", duration + " must be whole quarter-hours and fit the window");
        }
        refuse(errors);
    }

    private static boolean onQuarterHour(Instant instant) {
        return Slot.containing(instant).start().equals(instant);
    }

    private static void require(List<FieldError> errors, boolean holds, String pointer, String detail) {
        if (!holds) {
            errors.add(new FieldError("/" + pointer, detail));
        }
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refusal(
                    PricingProblem.QUESTION_INVALID, "the question cannot be answered as it is asked", errors);
        }
    }
}

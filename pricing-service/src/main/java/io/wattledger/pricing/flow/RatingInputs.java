package io.wattledger.pricing.flow;

import io.wattledger.contracts.message.AccountFacts;
import io.wattledger.contracts.message.RatedUsage;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.rating.ProjectLoad;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.IndexUse;
import io.wattledger.pricing.tariff.MonthComponent;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import io.wattledger.pricing.tariff.WhenMissing;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads what a bunch of days is rated from, and names it. */
@ApplicationScoped
class RatingInputs {

    private final CatalogBook catalogs;
    private final SlotLedger ledger;
    private final AccountBook accounts;
    private final PriceBook prices;

    RatingInputs(CatalogBook catalogs, SlotLedger ledger, AccountBook accounts, PriceBook prices) {
        this.catalogs = catalogs;
        this.ledger = ledger;
        this.accounts = accounts;
        this.prices = prices;
    }

    Catalog catalog() {
        return catalogs.load();
    }

    Map<DayKey, List<SlotUsage>> slots(Connection connection, Map<DayKey, Interval> spans) throws SQLException {
        return ledger.slotsOf(connection, spans);
    }

    /** The accounts of those tenants that have one. */
    Map<String, AccountFacts> accountsOf(Connection connection, List<String> tenants) throws SQLException {
        return accounts.accountsOf(connection, tenants);
    }

    /** The account of a tenant; null while it has none. */
    @Nullable
    AccountFacts accountOf(Connection connection, String tenant) throws SQLException {
        return accounts.accountsOf(connection, List.of(tenant)).get(tenant);
    }

    List<ProjectLoad> loads(Connection connection, String tenant, Interval interval) throws SQLException {
        return ledger.loads(connection, tenant, interval);
    }

    /** Seals the tariff versions and overrides under which charges are made. */
    void markUsed(Collection<RatedUsage> rated, Instant now) {
        Set<VersionId> versions = new HashSet<>();
        SortedMap<String, Set<String>> overrides = new TreeMap<>();
        for (RatedUsage one : rated) {
            versions.add(new VersionId(one.tariff(), one.tariffVersion()));
            if (one.overrides() != null) {
                overrides
                        .computeIfAbsent(one.tenant(), tenant -> new TreeSet<>())
                        .addAll(one.overrides());
            }
        }
        catalogs.markUsed(versions, now);
        overrides.forEach((tenant, ids) -> catalogs.markOverridesUsed(tenant, ids, now));
    }

    /** Prices and rates of all indices that any tariff names, from the first of the spans to the last. */
    Quotes quotes(Connection connection, Catalog catalog, Collection<Interval> spans) throws SQLException {
        Instant start =
                spans.stream().map(Interval::start).min(Instant::compareTo).orElseThrow();
        Instant end = spans.stream().map(Interval::end).max(Instant::compareTo).orElseThrow();
        // A price slot may begin up to an hour before the day does, and one before it may stand in for a missing one.
        Interval window = new Interval(start.minus(Duration.ofHours(1)).minus(WhenMissing.OLDEST_BEFORE), end);
        Set<String> series = new HashSet<>();
        Set<String> rates = new HashSet<>();
        Stream.concat(
                        catalog.tariffs().values().stream().flatMap(RatingInputs::indices),
                        catalog.overrides().values().stream().flatMap(override -> indices(override.components())))
                .forEach(index -> {
                    series.add(index.series());
                    if (index.exchangeRate() != null) {
                        rates.add(index.exchangeRate());
                    }
                });
        Map<String, KnownPrices> knownPrices = new HashMap<>();
        for (String id : series) {
            PriceSeries one = catalog.priceSeries().get(id);
            if (one != null) {
                knownPrices.put(id, prices.prices(connection, one, window));
            }
        }
        Map<String, KnownRates> knownRates = new HashMap<>();
        for (String id : rates) {
            if (catalog.exchangeRates().containsKey(id)) {
                knownRates.put(
                        id, prices.rates(connection, catalog.exchangeRates().get(id), window));
            }
        }
        return new Quotes(knownPrices, knownRates, factors(connection, catalog, window));
    }

    private Map<String, KnownFactors> factors(Connection connection, Catalog catalog, Interval window)
            throws SQLException {
        Map<String, KnownFactors> factors = new HashMap<>();
        for (Site site : catalog.sites().values()) {
            String id = site.declared().carbon().locationSeries();
            CarbonSeries series = id == null ? null : catalog.carbonSeries().get(id);
            if (series != null && !factors.containsKey(series.id())) {
                factors.put(series.id(), prices.factors(connection, series, window));
            }
        }
        return factors;
    }

    /**
     * The series and rates that a charge period was made from, whether or not they had a value. Where something was missing,
     * the day before may stand in for it, and is named too.
     */
    static SortedSet<String> namesOf(Catalog catalog, RatedUsage day) {
        SortedSet<String> names = new TreeSet<>();
        Site site = catalog.sites().get(day.site());
        if (site != null && site.declared().carbon().locationSeries() != null) {
            names.add("carbon:" + site.declared().carbon().locationSeries());
        }
        Tariff tariff = catalog.tariffs().get(day.tariff());
        if (tariff == null) {
            return names;
        }
        Stream.concat(
                        tariff.on(day.siteDate()).stream().flatMap(version -> version.components().stream()),
                        negotiated(catalog, day))
                .flatMap(component -> component.indexUses().stream())
                .filter(index -> index.site().equals(day.site()))
                .forEach(index -> {
                    addNames(names, index);
                    if (!day.gaps().isEmpty()) {
                        names.add("before:" + index.series());
                    }
                });
        return names;
    }

    /** The series and rates that the components of a month read, whether or not they had a value. */
    static SortedSet<String> namesOfMonth(Catalog catalog, RatedUsage month) {
        SortedSet<String> names = new TreeSet<>();
        Tariff tariff = catalog.tariffs().get(month.tariff());
        if (tariff != null) {
            Stream.concat(
                            tariff.on(month.siteDate()).stream().flatMap(version -> version.components().stream()),
                            negotiated(catalog, month))
                    .filter(MonthComponent.class::isInstance)
                    .flatMap(component -> component.indexUses().stream())
                    .forEach(index -> addNames(names, index));
        }
        return names;
    }

    /** The components of what was negotiated and used for a record. */
    private static Stream<Component> negotiated(Catalog catalog, RatedUsage record) {
        List<String> used = record.overrides();
        return used == null
                ? Stream.of()
                : catalog.overridesOf(record.tenant()).stream()
                        .filter(override -> used.contains(override.id()))
                        .flatMap(override -> override.components().stream());
    }

    private static void addNames(SortedSet<String> names, IndexUse index) {
        names.add("price:" + index.series());
        if (index.exchangeRate() != null) {
            names.add("rate:" + index.exchangeRate());
        }
    }

    private static Stream<IndexUse> indices(Tariff tariff) {
        return tariff.versions().stream().flatMap(RatingInputs::indices);
    }

    private static Stream<IndexUse> indices(TariffVersion version) {
        return indices(version.components());
    }

    private static Stream<IndexUse> indices(List<Component> components) {
        return components.stream().flatMap(component -> component.indexUses().stream());
    }
}

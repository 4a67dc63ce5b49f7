package io.wattledger.pricing.flow;

import io.wattledger.chassis.http.FieldError;
import io.wattledger.chassis.http.Refusal;
import io.wattledger.chassis.kafka.Outbox;
import io.wattledger.chassis.kafka.OutgoingMessage;
import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.SiteFacts;
import io.wattledger.contracts.message.SkuFacts;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.catalog.CatalogForm.OverrideForm;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogReader;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.InputChange.Kind;
import io.wattledger.pricing.flow.PriceBook.IndexKind;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Applies a catalog: everything is checked before anything is stored, so a catalog takes effect as a whole or not at
 * all, and applying it twice changes nothing.
 */
@ApplicationScoped
public class ApplyCatalog {

    /** More than any month has, with an hour of a clock that goes back. */
    private static final Duration LONGEST_MONTH = Duration.ofDays(32);

    private final TenantScope scope;
    private final CatalogBook book;
    private final PriceBook prices;
    private final InputChanges changes;
    private final ApplyTariffs tariffs;
    private final Outbox outbox;
    private final Clock clock;

    ApplyCatalog(
            TenantScope scope,
            CatalogBook book,
            PriceBook prices,
            InputChanges changes,
            ApplyTariffs tariffs,
            Outbox outbox,
            Clock clock) {
        this.scope = scope;
        this.book = book;
        this.prices = prices;
        this.changes = changes;
        this.tariffs = tariffs;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * How many things were new, different and the same. Each site, SKU, series, rate, tariff, override and availability counts
     * as one thing.
     *
     * @param created not stored before
     * @param changed stored with other content
     * @param unchanged stored with the same content
     */
    public record Counts(int created, int changed, int unchanged) {}

    /**
     * Applies the catalog.
     *
     * @param person who applies it, for the record of who changed a tariff
     * @param dryRun true says what would happen and stores nothing
     * @throws Refusal when the catalog breaks a rule; it then names all rules broken
     */
    public Counts apply(CatalogForm form, String person, boolean dryRun) {
        SortedSet<String> tenants = new TreeSet<>(Set.of(TenantScope.NO_TENANT));
        Objects.requireNonNullElse(form.tariffOverrides(), List.<OverrideForm>of())
                .forEach(override -> tenants.add(override.tenant()));
        // A tariff is checked with all that is negotiated about it.
        List<String> tariffIds = Objects.requireNonNullElse(form.tariffs(), List.<TariffForm>of()).stream()
                .map(TariffForm::id)
                .toList();
        tenants.addAll(scope.asOperator(connection -> book.negotiatingAbout(tariffIds)));
        return scope.inTransaction(tenants, connection -> {
            // Two catalogs with the same new ids would both find them missing and both insert them.
            book.lock();
            Catalog stored = book.load();
            CatalogReader.Result read = CatalogReader.read(form, stored);
            CatalogRefusal.refuse(read.faults(), "the catalog");
            refuseFixedChanges(connection, form, stored, read.catalog());
            refuseSealedChanges(form, stored, read.catalog());
            tariffs.refuseWithoutSecondPerson(form, changed(stored, read.catalog()));
            Tally tally = new Tally(dryRun);
            apply(connection, stored, read.catalog(), person, tally);
            applyFeeds(form, stored, read.catalog(), tally);
            return new Counts(tally.created, tally.changed, tally.unchanged);
        });
    }

    private void refuseFixedChanges(Connection connection, CatalogForm form, Catalog stored, Catalog wanted)
            throws SQLException {
        List<FieldError> fixed = new ArrayList<>();
        for (PriceSeries old : changed(wanted.priceSeries(), stored.priceSeries())) {
            if (prices.hasDocuments(connection, IndexKind.PRICE, old.id())) {
                fixed.add(fixed(CatalogPlaces.series(form, old.id()), "prices", "price series " + old.id()));
            }
        }
        for (ExchangeRate old : changed(wanted.exchangeRates(), stored.exchangeRates())) {
            if (prices.hasDocuments(connection, IndexKind.RATE, old.id())) {
                fixed.add(fixed(CatalogPlaces.exchangeRate(form, old.id()), "rates", "exchange rate " + old.id()));
            }
        }
        for (CarbonSeries old : changed(wanted.carbonSeries(), stored.carbonSeries())) {
            if (prices.hasDocuments(connection, IndexKind.CARBON, old.id())) {
                fixed.add(fixed(CatalogPlaces.carbonSeries(form, old.id()), "factors", "carbon series " + old.id()));
            }
        }
        for (Site site : wanted.sites().values()) {
            Site old = stored.sites().get(site.id());
            if (old != null && !old.timeZone().equals(site.timeZone())) {
                fixed.add(new FieldError(
                        CatalogPlaces.site(form, old.id()) + "/timeZone",
                        "the days of site " + old.id() + " follow " + old.timeZone() + "; a site does not move"));
            }
        }
        if (!fixed.isEmpty()) {
            throw new Refusal(
                    PricingProblem.IDENTITY_FIXED, "what data rests on cannot change; nothing was stored", fixed);
        }
    }

    private static FieldError fixed(String place, String what, String under) {
        return new FieldError(place, what + " are stored under " + under + "; use a new id for another one");
    }

    /** Those that are stored with other content. */
    private static <T> List<T> changed(Map<String, T> wanted, Map<String, T> stored) {
        return stored.entrySet().stream()
                .filter(old ->
                        wanted.containsKey(old.getKey()) && !old.getValue().equals(wanted.get(old.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static List<Tariff> changed(Catalog stored, Catalog wanted) {
        return wanted.tariffs().values().stream()
                .filter(tariff -> !tariff.equals(stored.tariffs().get(tariff.id())))
                .toList();
    }

    private void refuseSealedChanges(CatalogForm form, Catalog stored, Catalog wanted) {
        List<FieldError> sealed = TariffSeal.broken(stored, wanted, book.usedVersions()).stream()
                .map(version -> new FieldError(CatalogPlaces.version(form, version), TariffSeal.words(version)))
                .toList();
        List<FieldError> all = new ArrayList<>(sealed);
        TariffSeal.brokenOverrides(stored, wanted, book.usedOverrides(), clock.instant())
                .forEach(override -> all.add(new FieldError(
                        CatalogPlaces.override(form, override),
                        "charges were made with override " + override.id() + " of tenant " + override.tenant()
                                + ", so only its end may change, from one that lies ahead to another that does; add one"
                                + " with a new id instead")));
        if (!all.isEmpty()) {
            throw new Refusal(
                    PricingProblem.TARIFF_VERSION_SEALED,
                    "a tariff version or override in use cannot change; nothing was stored",
                    all);
        }
    }

    private void apply(Connection connection, Catalog stored, Catalog wanted, String person, Tally tally)
            throws SQLException {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (Site site : tally.differing(wanted.sites(), stored.sites())) {
            messages.add(message(Topics.SITES, site.id(), factsOf(site, book.save(site))));
            changes.note(connection, TenantScope.NO_TENANT, new InputChange(Kind.SITE, site.id(), null, null));
        }
        for (Sku sku : tally.differing(wanted.skus(), stored.skus())) {
            messages.add(message(Topics.SKUS, sku.id(), factsOf(sku, book.save(sku))));
            changes.note(connection, TenantScope.NO_TENANT, new InputChange(Kind.SKU, sku.id(), null, null));
        }
        for (PriceSeries series : tally.differing(wanted.priceSeries(), stored.priceSeries())) {
            book.save(series);
        }
        for (ExchangeRate rate : tally.differing(wanted.exchangeRates(), stored.exchangeRates())) {
            book.save(rate);
        }
        for (CarbonSeries series : tally.differing(wanted.carbonSeries(), stored.carbonSeries())) {
            book.save(series);
        }
        for (Tariff tariff : tally.differing(wanted.tariffs(), stored.tariffs())) {
            tariffs.apply(connection, stored.tariffs().get(tariff.id()), tariff, person);
        }
        for (TariffOverride override : tally.differing(wanted.overrides(), stored.overrides())) {
            book.save(override);
            TariffOverride old = stored.overrides().get(Catalog.nameOf(override));
            if (old != null) {
                noteOverride(connection, old);
            }
            noteOverride(connection, override);
        }
        for (Availability one : tally.differing(wanted.availability(), stored.availability())) {
            book.save(one);
            changes.note(
                    connection,
                    TenantScope.NO_TENANT,
                    new InputChange(
                            Kind.SITE,
                            one.site(),
                            one.month()
                                    .atDay(1)
                                    .minusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant(),
                            one.month()
                                    .atEndOfMonth()
                                    .plusDays(2)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()));
        }
        outbox.state(connection, messages);
    }

    /** It matters for the tenant's days of its time, and for those to the end of the month in which it ends and is kept. */
    private void noteOverride(Connection connection, TariffOverride override) throws SQLException {
        Instant end = override.validTo();
        changes.note(
                connection,
                TenantScope.NO_TENANT,
                new InputChange(
                        Kind.ACCOUNT,
                        override.tenant(),
                        override.validFrom(),
                        end == null ? null : end.plus(LONGEST_MONTH)));
    }

    private void applyFeeds(CatalogForm form, Catalog stored, Catalog wanted, Tally tally) {
        for (PriceFeed feed : tally.differing(wanted.priceFeeds(), stored.priceFeeds())) {
            Objects.requireNonNullElse(form.priceFeeds(), List.<PriceFeedForm>of()).stream()
                    .filter(written -> written.id().equals(feed.id()))
                    .forEach(book::save);
        }
    }

    private static SiteFacts factsOf(Site site, long revision) {
        Site.Place place = site.place();
        return new SiteFacts(
                site.id(),
                place.name(),
                place.country(),
                place.biddingZone(),
                site.timeZone().getId(),
                site.state().name(),
                revision);
    }

    private static SkuFacts factsOf(Sku sku, long revision) {
        return new SkuFacts(
                sku.id(), sku.name(), sku.hardware().gpuModel(), sku.hardware().memoryGib(), revision);
    }

    private static OutgoingMessage message(String topic, String id, Object facts) {
        return OutgoingMessage.of(TenantScope.NO_TENANT, topic, id, id, WireJson.write(facts));
    }

    /** Counts, and picks what is to be stored: nothing where it is only asked what would be. */
    private static final class Tally {
        private final boolean isDryRun;
        private int created;
        private int changed;
        private int unchanged;

        Tally(boolean isDryRun) {
            this.isDryRun = isDryRun;
        }

        <T> List<T> differing(Map<String, T> wanted, Map<String, T> stored) {
            List<T> differing = new ArrayList<>();
            wanted.forEach((id, thing) -> {
                T old = stored.get(id);
                if (thing.equals(old)) {
                    unchanged++;
                    return;
                }
                if (old == null) {
                    created++;
                } else {
                    changed++;
                }
                differing.add(thing);
            });
            return isDryRun ? List.of() : differing;
        }
    }
}

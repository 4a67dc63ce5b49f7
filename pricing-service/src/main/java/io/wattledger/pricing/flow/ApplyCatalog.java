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
import io.wattledger.pricing.catalog.CatalogReader;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.InputChange.Kind;
import io.wattledger.pricing.flow.PriceBook.IndexKind;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Applies a catalog: everything is checked before anything is stored, so a catalog takes effect as a whole or not at
 * all, and applying it twice changes nothing.
 */
@ApplicationScoped
public class ApplyCatalog {

    private final TenantScope scope;
    private final CatalogBook book;
    private final PriceBook prices;
    private final InputChanges changes;
    private final ApplyTariffs tariffs;
    private final Outbox outbox;

    ApplyCatalog(
            TenantScope scope,
            CatalogBook book,
            PriceBook prices,
            InputChanges changes,
            ApplyTariffs tariffs,
            Outbox outbox) {
        this.scope = scope;
        this.book = book;
        this.prices = prices;
        this.changes = changes;
        this.tariffs = tariffs;
        this.outbox = outbox;
    }

    /**
     * How many things were new, different and the same. Each site, SKU, series, rate and tariff counts as one thing.
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
        return scope.inTransaction(TenantScope.NO_TENANT, connection -> {
            // Two catalogs with the same new ids would both find them missing and both insert them.
            book.lock();
            Catalog stored = book.load();
            CatalogReader.Result read = CatalogReader.read(form, stored);
            CatalogRefusal.refuse(read.faults(), "the catalog");
            refuseFixedChanges(connection, form, stored, read.catalog());
            refuseSealedChanges(form, stored, read.catalog());
            tariffs.refuseWithoutSecondPerson(form, changed(stored, read.catalog()));
            Tally tally = new Tally();
            apply(connection, stored, read.catalog(), person, tally, dryRun);
            return new Counts(tally.created, tally.changed, tally.unchanged);
        });
    }

    private void refuseFixedChanges(Connection connection, CatalogForm form, Catalog stored, Catalog wanted)
            throws SQLException {
        List<FieldError> fixed = new ArrayList<>();
        for (PriceSeries series : wanted.priceSeries().values()) {
            PriceSeries old = stored.priceSeries().get(series.id());
            if (old != null && !old.equals(series) && prices.hasDocuments(connection, IndexKind.PRICE, old.id())) {
                fixed.add(new FieldError(
                        CatalogPlaces.series(form, old.id()),
                        "prices are stored under price series " + old.id() + "; use a new id for another one"));
            }
        }
        for (ExchangeRate rate : wanted.exchangeRates().values()) {
            ExchangeRate old = stored.exchangeRates().get(rate.id());
            if (old != null && !old.equals(rate) && prices.hasDocuments(connection, IndexKind.RATE, old.id())) {
                fixed.add(new FieldError(
                        CatalogPlaces.exchangeRate(form, old.id()),
                        "rates are stored under exchange rate " + old.id() + "; use a new id for another one"));
            }
        }
        for (CarbonSeries series : wanted.carbonSeries().values()) {
            CarbonSeries old = stored.carbonSeries().get(series.id());
            if (old != null && !old.equals(series) && prices.hasDocuments(connection, IndexKind.CARBON, old.id())) {
                fixed.add(new FieldError(
                        CatalogPlaces.carbonSeries(form, old.id()),
                        "factors are stored under carbon series " + old.id() + "; use a new id for another one"));
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

    private static List<Tariff> changed(Catalog stored, Catalog wanted) {
        return wanted.tariffs().values().stream()
                .filter(tariff -> !tariff.equals(stored.tariffs().get(tariff.id())))
                .toList();
    }

    private void refuseSealedChanges(CatalogForm form, Catalog stored, Catalog wanted) {
        List<FieldError> sealed = TariffSeal.broken(stored, wanted, book.usedVersions()).stream()
                .map(version -> new FieldError(CatalogPlaces.version(form, version), TariffSeal.words(version)))
                .toList();
        if (!sealed.isEmpty()) {
            throw new Refusal(
                    PricingProblem.TARIFF_VERSION_SEALED,
                    "a tariff version in use cannot change; nothing was stored",
                    sealed);
        }
    }

    private void apply(
            Connection connection, Catalog stored, Catalog wanted, String person, Tally tally, boolean dryRun)
            throws SQLException {
        List<OutgoingMessage> messages = new ArrayList<>();
        for (Site site : tally.differing(wanted.sites(), stored.sites(), Site::id, dryRun)) {
            messages.add(message(Topics.SITES, site.id(), factsOf(site, book.save(site))));
            changes.note(connection, TenantScope.NO_TENANT, new InputChange(Kind.SITE, site.id(), null, null));
        }
        for (Sku sku : tally.differing(wanted.skus(), stored.skus(), Sku::id, dryRun)) {
            messages.add(message(Topics.SKUS, sku.id(), factsOf(sku, book.save(sku))));
            changes.note(connection, TenantScope.NO_TENANT, new InputChange(Kind.SKU, sku.id(), null, null));
        }
        for (PriceSeries series :
                tally.differing(wanted.priceSeries(), stored.priceSeries(), PriceSeries::id, dryRun)) {
            book.save(series);
        }
        for (ExchangeRate rate :
                tally.differing(wanted.exchangeRates(), stored.exchangeRates(), ExchangeRate::id, dryRun)) {
            book.save(rate);
        }
        for (CarbonSeries series :
                tally.differing(wanted.carbonSeries(), stored.carbonSeries(), CarbonSeries::id, dryRun)) {
            book.save(series);
        }
        for (Tariff tariff : tally.differing(wanted.tariffs(), stored.tariffs(), Tariff::id, dryRun)) {
            tariffs.apply(connection, stored.tariffs().get(tariff.id()), tariff, person);
        }
        outbox.state(connection, messages);
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

    /** Counts, and picks what is to be stored. */
    private static final class Tally {
        private int created;
        private int changed;
        private int unchanged;

        <T> List<T> differing(Map<String, T> wanted, Map<String, T> stored, Function<T, String> id, boolean dryRun) {
            List<T> differing = new ArrayList<>();
            for (T thing : wanted.values()) {
                T old = stored.get(id.apply(thing));
                if (old == null) {
                    created++;
                    differing.add(thing);
                } else if (old.equals(thing)) {
                    unchanged++;
                } else {
                    changed++;
                    differing.add(thing);
                }
            }
            return dryRun ? List.of() : differing;
        }
    }
}

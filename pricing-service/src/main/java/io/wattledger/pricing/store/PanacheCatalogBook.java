package io.wattledger.pricing.store;

import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.catalog.PriceFeedForms;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.flow.CatalogBook;
import io.wattledger.pricing.flow.VersionId;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.store.TariffVersionRow.Key;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import io.wattledger.pricing.tariff.TariffVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Keeps the administered things through Hibernate. */
@ApplicationScoped
public class PanacheCatalogBook implements CatalogBook {

    private final EntityManager entities;

    PanacheCatalogBook(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void lock() {
        // From a subquery, since Hibernate cannot read a column of type void.
        entities.createNativeQuery(
                        "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended('catalog', 0))) AS locked")
                .getResultList();
    }

    @Override
    public Catalog load() {
        return new Catalog(
                byId(SiteRow.<SiteRow>listAll(), SiteRow::toSite, Site::id),
                byId(SkuRow.<SkuRow>listAll(), SkuRow::toSku, Sku::id),
                byId(PriceSeriesRow.<PriceSeriesRow>listAll(), PriceSeriesRow::toSeries, PriceSeries::id),
                byId(ExchangeRateRow.<ExchangeRateRow>listAll(), ExchangeRateRow::toExchangeRate, ExchangeRate::id),
                byId(CarbonSeriesRow.<CarbonSeriesRow>listAll(), CarbonSeriesRow::toSeries, CarbonSeries::id),
                byId(PriceFeedRow.<PriceFeedRow>listAll(), row -> PriceFeedForms.fromForm(row.toForm()), PriceFeed::id),
                tariffs(),
                byId(
                        TariffOverrideRow.<TariffOverrideRow>listAll(),
                        TariffOverrideRow::toOverride,
                        (TariffOverride one) -> Catalog.nameOf(one)),
                byId(
                        SiteAvailabilityRow.<SiteAvailabilityRow>listAll(),
                        SiteAvailabilityRow::toAvailability,
                        (Availability one) -> Catalog.nameOf(one)));
    }

    private static <R, T> Map<String, T> byId(Collection<R> rows, Function<R, T> read, Function<T, String> id) {
        return rows.stream().map(read).collect(Collectors.toMap(id, Function.identity()));
    }

    private static Map<String, Tariff> tariffs() {
        Map<String, List<TariffVersion>> versions = new HashMap<>();
        for (TariffVersionRow row : TariffVersionRow.<TariffVersionRow>listAll()) {
            versions.computeIfAbsent(row.key.tariffId(), id -> new ArrayList<>())
                    .add(row.toVersion());
        }
        return TariffRow.<TariffRow>listAll().stream()
                .map(row -> new Tariff(
                        row.tariffId, row.name, row.currency, versions.getOrDefault(row.tariffId, List.of())))
                .collect(Collectors.toMap(Tariff::id, Function.identity()));
    }

    @Override
    public Set<String> negotiatingAbout(Collection<String> tariffs) {
        if (tariffs.isEmpty()) {
            return Set.of();
        }
        return TariffOverrideRow.<TariffOverrideRow>list("tariffId in ?1", tariffs).stream()
                .map(row -> row.key.tenantId())
                .collect(Collectors.toSet());
    }

    @Override
    public Set<VersionId> usedVersions() {
        return TariffVersionRow.<TariffVersionRow>list("usedSince is not null").stream()
                .map(row -> new VersionId(row.key.tariffId(), row.key.validFrom()))
                .collect(Collectors.toSet());
    }

    @Override
    public void markUsed(Set<VersionId> versions, Instant now) {
        for (VersionId version : versions) {
            TariffVersionRow.update(
                    "usedSince = ?1 where key.tariffId = ?2 and key.validFrom = ?3 and usedSince is null",
                    now,
                    version.tariff(),
                    version.validFrom());
        }
    }

    @Override
    public long save(Site site) {
        SiteRow row = SiteRow.findById(site.id());
        if (row == null) {
            row = new SiteRow();
            row.setFrom(site);
            row.revision = 1;
            row.persist();
        } else {
            row.setFrom(site);
            row.revision++;
        }
        return row.revision;
    }

    @Override
    public long save(Sku sku) {
        SkuRow row = SkuRow.findById(sku.id());
        if (row == null) {
            row = new SkuRow();
            row.setFrom(sku);
            row.revision = 1;
            row.persist();
        } else {
            row.setFrom(sku);
            row.revision++;
        }
        return row.revision;
    }

    @Override
    public void save(PriceSeries series) {
        PriceSeriesRow row = PriceSeriesRow.findById(series.id());
        if (row == null) {
            row = new PriceSeriesRow();
            row.setFrom(series);
            row.persist();
        } else {
            row.setFrom(series);
        }
    }

    @Override
    public void save(ExchangeRate rate) {
        ExchangeRateRow row = ExchangeRateRow.findById(rate.id());
        if (row == null) {
            row = new ExchangeRateRow();
            row.setFrom(rate);
            row.persist();
        } else {
            row.setFrom(rate);
        }
    }

    @Override
    public void save(CarbonSeries series) {
        CarbonSeriesRow row = CarbonSeriesRow.findById(series.id());
        if (row == null) {
            row = new CarbonSeriesRow();
            row.setFrom(series);
            row.persist();
        } else {
            row.setFrom(series);
        }
    }

    @Override
    public void save(PriceFeedForm feed) {
        PriceFeedRow row = PriceFeedRow.findById(feed.id());
        if (row == null) {
            row = new PriceFeedRow();
            row.setFrom(feed);
            row.persist();
        } else {
            row.setFrom(feed);
        }
    }

    @Override
    public void save(Tariff tariff) {
        TariffRow row = TariffRow.findById(tariff.id());
        if (row == null) {
            row = new TariffRow();
            row.setFrom(tariff);
            row.persist();
        } else {
            row.setFrom(tariff);
        }
        Set<Key> kept = new HashSet<>();
        for (TariffVersion version : tariff.versions()) {
            Key key = new Key(tariff.id(), version.validFrom());
            kept.add(key);
            TariffVersionRow versionRow = TariffVersionRow.findById(key);
            if (versionRow == null) {
                versionRow = new TariffVersionRow();
                versionRow.key = key;
                versionRow.components = TariffVersionRow.componentsOf(version);
                versionRow.persist();
            } else {
                versionRow.components = TariffVersionRow.componentsOf(version);
            }
        }
        for (TariffVersionRow versionRow : TariffVersionRow.<TariffVersionRow>list("key.tariffId", tariff.id())) {
            if (!kept.contains(versionRow.key)) {
                versionRow.delete();
            }
        }
    }

    @Override
    public Set<String> usedOverrides() {
        return TariffOverrideRow.<TariffOverrideRow>list("usedSince is not null").stream()
                .map(row -> Catalog.nameOf(row.toOverride()))
                .collect(Collectors.toSet());
    }

    @Override
    public void markOverridesUsed(String tenant, Set<String> ids, Instant now) {
        for (String id : ids) {
            TariffOverrideRow.update(
                    "usedSince = ?1 where key.tenantId = ?2 and key.overrideId = ?3 and usedSince is null",
                    now,
                    tenant,
                    id);
        }
    }

    @Override
    public void save(TariffOverride override) {
        TariffOverrideRow.Key key = new TariffOverrideRow.Key(override.tenant(), override.id());
        TariffOverrideRow row = TariffOverrideRow.findById(key);
        if (row == null) {
            row = new TariffOverrideRow();
            row.key = key;
            row.setFrom(override);
            row.persist();
        } else {
            row.setFrom(override);
        }
    }

    @Override
    public void save(Availability availability) {
        SiteAvailabilityRow.Key key = new SiteAvailabilityRow.Key(
                availability.site(), availability.month().toString());
        SiteAvailabilityRow row = SiteAvailabilityRow.findById(key);
        if (row == null) {
            row = new SiteAvailabilityRow();
            row.key = key;
            row.percent = availability.percent();
            row.persist();
        } else {
            row.percent = availability.percent();
        }
    }
}

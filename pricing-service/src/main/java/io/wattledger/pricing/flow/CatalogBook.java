package io.wattledger.pricing.flow;

import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.site.Availability;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.sku.Sku;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffOverride;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** Keeps what people administer. Every method works inside the transaction of its caller. */
public interface CatalogBook {

    /** Lets nobody else apply a catalog until the transaction ends. */
    void lock();

    /** Everything that is administered; what is negotiated only for the tenants of the transaction. */
    Catalog load();

    /** The tenants with whom something is negotiated about any of these tariffs; only those that the transaction sees. */
    Set<String> negotiatingAbout(Collection<String> tariffs);

    /** The tariff versions under which charges were made. */
    Set<VersionId> usedVersions();

    /** Notes that charges are made under these versions from now on. */
    void markUsed(Set<VersionId> versions, Instant now);

    /** Adds or replaces a site; returns its new revision. */
    long save(Site site);

    /** Adds or replaces a SKU; returns its new revision. */
    long save(Sku sku);

    /** Adds or replaces a price series. */
    void save(PriceSeries series);

    /** Adds or replaces an exchange rate. */
    void save(ExchangeRate rate);

    /** Adds or replaces a carbon series. */
    void save(CarbonSeries series);

    /** Adds or replaces a price feed, as it is written. */
    void save(PriceFeedForm feed);

    /** Adds or replaces a tariff with all its versions; the marks of used versions stay. */
    void save(Tariff tariff);

    /** The overrides, named as in the catalog, with which charges were made. */
    Set<String> usedOverrides();

    /** Notes that charges are made with these overrides of a tenant from now on. */
    void markOverridesUsed(String tenant, Set<String> ids, Instant now);

    /** Adds or replaces what is negotiated; the mark of use stays. */
    void save(TariffOverride override);

    /** Adds or replaces how available a site was in a month. */
    void save(Availability availability);
}

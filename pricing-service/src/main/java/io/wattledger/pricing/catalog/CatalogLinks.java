package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.ComponentForm;
import io.wattledger.pricing.catalog.CatalogForm.GpuPriceForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteIndexForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.site.Site;
import java.util.List;
import java.util.Objects;

/** Checks that what a tariff names exists and fits together: SKUs, sites, series of the site's zone, currencies. */
final class CatalogLinks {

    private final Catalog all;
    private final Faults faults;

    private CatalogLinks(Catalog all, Faults faults) {
        this.all = all;
        this.faults = faults;
    }

    static void check(CatalogForm form, Catalog all, Faults faults) {
        CatalogLinks links = new CatalogLinks(all, faults);
        int number = 0;
        for (TariffForm tariff : Objects.requireNonNullElse(form.tariffs(), List.<TariffForm>of())) {
            links.tariff(tariff, "/tariffs/" + number++);
        }
    }

    private void tariff(TariffForm tariff, String at) {
        int versionNumber = 0;
        for (VersionForm version : tariff.versions()) {
            int number = 0;
            for (ComponentForm component : version.components()) {
                String place = at + "/versions/" + versionNumber + "/components/" + number++;
                prices(Objects.requireNonNullElse(component.prices(), List.<GpuPriceForm>of()), place + "/prices");
                indices(
                        tariff,
                        Objects.requireNonNullElse(component.sites(), List.<SiteIndexForm>of()),
                        place + "/sites");
            }
            versionNumber++;
        }
    }

    private void prices(List<GpuPriceForm> prices, String at) {
        int number = 0;
        for (GpuPriceForm price : prices) {
            String place = at + "/" + number++;
            if (!all.skus().containsKey(price.sku())) {
                faults.add(place + "/sku", "there is no SKU '" + price.sku() + "'");
            }
            if (price.site() != null && !all.sites().containsKey(price.site())) {
                faults.add(place + "/site", "there is no site '" + price.site() + "'");
            }
        }
    }

    private void indices(TariffForm tariff, List<SiteIndexForm> indices, String at) {
        int number = 0;
        for (SiteIndexForm index : indices) {
            String place = at + "/" + number++;
            Site site = all.sites().get(index.site());
            PriceSeries series = all.priceSeries().get(index.series());
            if (site == null) {
                faults.add(place + "/site", "there is no site '" + index.site() + "'");
            }
            if (series == null) {
                faults.add(place + "/series", "there is no price series '" + index.series() + "'");
                continue;
            }
            if (site != null && !site.place().biddingZone().equals(series.zone())) {
                faults.add(
                        place + "/series",
                        "series " + series.id() + " is of zone " + series.zone() + ", site " + site.id() + " lies in "
                                + site.place().biddingZone());
            }
            currencies(tariff, index, series, place);
        }
    }

    private void currencies(TariffForm tariff, SiteIndexForm index, PriceSeries series, String at) {
        boolean same = series.currency().equals(tariff.currency());
        if (index.exchangeRate() == null) {
            if (!same) {
                faults.add(
                        at,
                        "series " + series.id() + " is in " + series.currency() + ", the tariff in " + tariff.currency()
                                + ": an exchangeRate is needed");
            }
            return;
        }
        ExchangeRate rate = all.exchangeRates().get(index.exchangeRate());
        if (rate == null) {
            faults.add(at + "/exchangeRate", "there is no exchange rate '" + index.exchangeRate() + "'");
        } else if (same || !rate.connects(series.currency(), tariff.currency())) {
            faults.add(
                    at + "/exchangeRate",
                    "exchange rate " + rate.id() + " (" + rate.base() + "/" + rate.quote() + ") does not lead from "
                            + series.currency() + " to " + tariff.currency());
        }
    }
}

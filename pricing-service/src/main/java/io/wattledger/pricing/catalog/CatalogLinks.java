package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.CarbonForm;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.catalog.CatalogForm.SeriesForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.site.Site;
import io.wattledger.pricing.tariff.Component;
import io.wattledger.pricing.tariff.IndexUse;
import io.wattledger.pricing.tariff.Mention;
import io.wattledger.pricing.tariff.Tariff;
import io.wattledger.pricing.tariff.TariffVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks that what a tariff names exists and fits together: SKUs, sites, series of the site's zone, currencies. */
final class CatalogLinks {

    private final Catalog all;
    private final Faults faults;
    private final Set<String> writtenSeries;

    private CatalogLinks(Catalog all, Faults faults, Set<String> writtenSeries) {
        this.all = all;
        this.faults = faults;
        this.writtenSeries = writtenSeries;
    }

    /**
     * Notes what does not fit.
     *
     * @param stored what there is; a version that stands in it may be sealed, so that it is not asked for what was no rule then
     * @param all with what is written
     */
    static void check(CatalogForm form, Catalog stored, Catalog all, Faults faults) {
        Set<String> writtenSeries = Objects.requireNonNullElse(form.priceSeries(), List.<SeriesForm>of()).stream()
                .map(SeriesForm::id)
                .collect(Collectors.toSet());
        CatalogLinks links = new CatalogLinks(all, faults, writtenSeries);
        int siteNumber = 0;
        for (SiteForm site : Objects.requireNonNullElse(form.sites(), List.<SiteForm>of())) {
            links.carbon(site.carbon(), "/sites/" + siteNumber++ + "/carbon");
        }
        links.feeds(Objects.requireNonNullElse(form.priceFeeds(), List.<PriceFeedForm>of()));
        int number = 0;
        for (TariffForm tariff : Objects.requireNonNullElse(form.tariffs(), List.<TariffForm>of())) {
            int versionNumber = 0;
            for (VersionForm version : tariff.versions()) {
                String at = "/tariffs/" + number + "/versions/" + versionNumber++;
                links.version(tariff, version, at);
                Tariff known = stored.tariffs().get(tariff.id());
                if (known == null
                        || !known.versions().contains(new TariffVersion(version.validFrom(), version.components()))) {
                    FacilityEnergyNamed.check(
                            version.components(), (pointer, detail) -> faults.add(at + pointer, detail));
                }
            }
            number++;
        }
        new NegotiatedLinks(links, stored, all, faults).check(form);
    }

    private void carbon(@Nullable CarbonForm carbon, String at) {
        String series = carbon == null ? null : carbon.locationSeries();
        if (series != null && !all.carbonSeries().containsKey(series)) {
            faults.add(at + "/locationSeries", "there is no carbon series '" + series + "'");
        }
    }

    private void feeds(List<PriceFeedForm> feeds) {
        int number = 0;
        for (PriceFeedForm form : feeds) {
            String at = "/priceFeeds/" + number++ + "/reading";
            PriceFeed feed = all.priceFeeds().get(form.id());
            if (feed == null) {
                continue;
            }
            switch (feed.reading()) {
                case Reading.OfPrices of -> require(all.priceSeries(), of.series(), "price series", at + "/series");
                case Reading.OfFactors of -> require(all.carbonSeries(), of.series(), "carbon series", at + "/series");
                case Reading.OfRates of ->
                    of.rates().forEach(rate -> require(all.exchangeRates(), rate, "exchange rate", at));
            }
        }
    }

    private void require(Map<String, ?> things, String id, String what, String at) {
        if (!things.containsKey(id)) {
            faults.add(at, "there is no " + what + " '" + id + "'");
        }
    }

    private void version(TariffForm tariff, VersionForm version, String at) {
        Set<String> earlier = new HashSet<>();
        int number = 0;
        for (Component component : version.components()) {
            String place = at + "/components/" + number++;
            component.mentions().forEach(mention -> mention(mention, earlier, place));
            component.indexUses().forEach(use -> index(tariff.currency(), use, place + use.pointer()));
            earlier.add(component.id());
        }
        GpuTimeOnce.check(version.components(), all, (pointer, detail) -> faults.add(at + pointer, detail));
        EnergyOnce.check(version.components(), (pointer, detail) -> faults.add(at + pointer, detail));
    }

    /** Notes a fault where what a component mentions is not there. */
    void mention(Mention mention, Set<String> earlier, String at) {
        boolean known =
                switch (mention.what()) {
                    case SITE -> all.sites().containsKey(mention.id());
                    case SKU -> all.skus().containsKey(mention.id());
                    case EARLIER_COMPONENT -> earlier.contains(mention.id());
                };
        if (!known) {
            String what =
                    switch (mention.what()) {
                        case SITE -> "site";
                        case SKU -> "SKU";
                        case EARLIER_COMPONENT -> "component before this one in its version with the id";
                    };
            faults.add(at + mention.pointer(), "there is no " + what + " '" + mention.id() + "'");
        }
    }

    /** Notes a fault where a series does not fit its site or the currency of the tariff. */
    void index(String currency, IndexUse use, String at) {
        Site site = all.sites().get(use.site());
        PriceSeries series = all.priceSeries().get(use.series());
        if (site == null) {
            faults.add(at + "/site", "there is no site '" + use.site() + "'");
        }
        if (series == null) {
            // A series that is written and could not be read has a fault of its own.
            if (!writtenSeries.contains(use.series())) {
                faults.add(at + "/series", "there is no price series '" + use.series() + "'");
            }
            return;
        }
        if (site != null && !site.place().biddingZone().equals(series.zone())) {
            faults.add(
                    CatalogRule.ZONE_MISMATCH,
                    at + "/series",
                    "series " + series.id() + " is of zone " + series.zone() + ", site " + site.id() + " lies in "
                            + site.place().biddingZone());
        }
        if (use.isMoney()) {
            currencies(currency, use, series, at);
        }
    }

    private void currencies(String currency, IndexUse use, PriceSeries series, String at) {
        boolean same = series.currency().equals(currency);
        if (use.exchangeRate() == null) {
            if (!same) {
                faults.add(
                        CatalogRule.CURRENCY_MISMATCH,
                        at,
                        "series " + series.id() + " is in " + series.currency() + ", the tariff in " + currency
                                + ": an exchangeRate is needed");
            }
            return;
        }
        ExchangeRate rate = all.exchangeRates().get(use.exchangeRate());
        if (rate == null) {
            faults.add(at + "/exchangeRate", "there is no exchange rate '" + use.exchangeRate() + "'");
        } else if (same || !rate.connects(series.currency(), currency)) {
            faults.add(
                    CatalogRule.CURRENCY_MISMATCH,
                    at + "/exchangeRate",
                    "exchange rate " + rate.id() + " (" + rate.base() + "/" + rate.quote() + ") does not lead from "
                            + series.currency() + " to " + currency);
        }
    }
}

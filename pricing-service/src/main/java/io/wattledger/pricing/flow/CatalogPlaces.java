package io.wattledger.pricing.flow;

import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.catalog.CatalogForm.CarbonSeriesForm;
import io.wattledger.pricing.catalog.CatalogForm.ExchangeRateForm;
import io.wattledger.pricing.catalog.CatalogForm.OverrideForm;
import io.wattledger.pricing.catalog.CatalogForm.SeriesForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.catalog.CatalogForm.VersionForm;
import io.wattledger.pricing.tariff.TariffOverride;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where things stand in a written catalog, as JSON pointers. */
final class CatalogPlaces {

    private CatalogPlaces() {}

    static String site(CatalogForm form, String id) {
        return place("/sites", form.sites(), (SiteForm one) -> one.id().equals(id));
    }

    static String series(CatalogForm form, String id) {
        return place(
                "/priceSeries", form.priceSeries(), (SeriesForm one) -> one.id().equals(id));
    }

    static String exchangeRate(CatalogForm form, String id) {
        return place(
                "/exchangeRates",
                form.exchangeRates(),
                (ExchangeRateForm one) -> one.id().equals(id));
    }

    static String carbonSeries(CatalogForm form, String id) {
        return place(
                "/carbonSeries",
                form.carbonSeries(),
                (CarbonSeriesForm one) -> one.id().equals(id));
    }

    static String override(CatalogForm form, TariffOverride override) {
        return place(
                "/tariffOverrides",
                form.tariffOverrides(),
                (OverrideForm one) ->
                        one.id().equals(override.id()) && one.tenant().equals(override.tenant()));
    }

    static String tariff(CatalogForm form, String id) {
        return place("/tariffs", form.tariffs(), (TariffForm one) -> one.id().equals(id));
    }

    /** The version; the tariff where the catalog no longer has that version. */
    static String version(CatalogForm form, VersionId version) {
        List<TariffForm> tariffs = Objects.requireNonNullElse(form.tariffs(), List.of());
        String tariff = place("/tariffs", tariffs, (TariffForm one) -> one.id().equals(version.tariff()));
        return tariffs.stream()
                .filter(one -> one.id().equals(version.tariff()))
                .findFirst()
                .map(one -> place(
                        tariff + "/versions",
                        one.versions(),
                        (VersionForm candidate) -> candidate.validFrom().equals(version.validFrom())))
                .filter(found -> !found.endsWith("/versions"))
                .orElse(tariff);
    }

    /** The first match; the list itself where there is none. */
    private static <T> String place(String list, @Nullable List<T> forms, Predicate<T> wanted) {
        List<T> all = Objects.requireNonNullElse(forms, List.of());
        for (int number = 0; number < all.size(); number++) {
            if (wanted.test(all.get(number))) {
                return list + "/" + number;
            }
        }
        return list;
    }
}

package io.wattledger.pricing.catalog;

import io.wattledger.pricing.catalog.CatalogForm.CarbonSeriesForm;
import io.wattledger.pricing.catalog.CatalogForm.ExchangeRateForm;
import io.wattledger.pricing.catalog.CatalogForm.PriceFeedForm;
import io.wattledger.pricing.catalog.CatalogForm.SeriesForm;
import io.wattledger.pricing.catalog.CatalogForm.SiteForm;
import io.wattledger.pricing.catalog.CatalogForm.SkuForm;
import io.wattledger.pricing.catalog.CatalogForm.TariffForm;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.RateDay;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.sku.Sku;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a written catalog into the domain and checks each thing by itself; {@link CatalogLinks} checks them together. */
public final class CatalogReader {

    private final Faults faults = new Faults();

    /**
     * What came of reading.
     *
     * @param catalog the things that could be read
     * @param faults what is wrong; nothing may be stored unless this is empty
     */
    public record Result(Catalog catalog, List<CatalogFault> faults) {}

    private CatalogReader() {}

    /** Reads the form and checks it together with what is stored, since a catalog may name things of an earlier one. */
    public static Result read(CatalogForm form, Catalog stored) {
        CatalogReader reader = new CatalogReader();
        if (form.catalog() != null && form.catalog() != 1) {
            reader.faults.add("/catalog", form.catalog() + " is no known version of the form; it must be 1");
        }
        Catalog read = new Catalog(
                reader.all(form.sites(), "/sites", SiteForm::id, new SiteReader(reader.faults)::read),
                reader.all(form.skus(), "/skus", SkuForm::id, reader::sku),
                reader.all(form.priceSeries(), "/priceSeries", SeriesForm::id, reader::series),
                reader.all(form.exchangeRates(), "/exchangeRates", ExchangeRateForm::id, reader::exchangeRate),
                reader.all(form.carbonSeries(), "/carbonSeries", CarbonSeriesForm::id, reader::carbonSeries),
                reader.all(
                        form.priceFeeds(),
                        "/priceFeeds",
                        PriceFeedForm::id,
                        (feed, at) -> PriceFeedForms.fromForm(feed, at, reader.faults)),
                reader.all(form.tariffs(), "/tariffs", TariffForm::id, new TariffReader(reader.faults)::read),
                NegotiatedReader.overrides(form.tariffOverrides(), reader.faults),
                NegotiatedReader.availability(form.availability(), reader.faults));
        CatalogLinks.check(form, stored, stored.with(read), reader.faults);
        return new Result(read, reader.faults.all());
    }

    private <F, T> Map<String, T> all(
            @Nullable List<F> forms, String at, Function<F, String> id, BiFunction<F, String, Optional<T>> read) {
        Map<String, T> things = new LinkedHashMap<>();
        int number = 0;
        for (F form : Objects.requireNonNullElse(forms, List.<F>of())) {
            String place = at + "/" + number++;
            faults.requireId(id.apply(form), place + "/id");
            Optional<T> thing = read.apply(form, place);
            if (thing.isPresent() && things.put(id.apply(form), thing.get()) != null) {
                faults.add(place + "/id", "'" + id.apply(form) + "' occurs twice");
            }
        }
        return things;
    }

    private Optional<Sku> sku(SkuForm form, String at) {
        faults.requireText(form.name(), at + "/name");
        if (form.nominalWattsPerGpu().signum() < 0) {
            faults.add(at + "/nominalWattsPerGpu", form.nominalWattsPerGpu().toPlainString() + " is below 0");
        }
        if (form.loadFactor().signum() < 0 || form.loadFactor().compareTo(BigDecimal.ONE) > 0) {
            faults.add(at + "/loadFactor", form.loadFactor().toPlainString() + " is not between 0 and 1");
        }
        BigDecimal idle = form.idleWattsPerGpu();
        if (idle != null && (idle.signum() < 0 || idle.compareTo(form.nominalWattsPerGpu()) > 0)) {
            faults.add(
                    at + "/idleWattsPerGpu",
                    idle.toPlainString() + " is not between 0 and nominalWattsPerGpu, "
                            + form.nominalWattsPerGpu().toPlainString());
        }
        int gpusPerNode = Objects.requireNonNullElse(form.gpusPerNode(), 1);
        if (gpusPerNode < 1) {
            faults.add(at + "/gpusPerNode", gpusPerNode + " is below 1");
        }
        return Optional.of(new Sku(
                form.id(),
                form.name(),
                new Sku.Hardware(form.gpuModel(), form.memoryGib(), form.interconnect(), gpusPerNode),
                new Sku.Power(form.nominalWattsPerGpu(), idle, form.loadFactor())));
    }

    private Optional<PriceSeries> series(SeriesForm form, String at) {
        faults.requireText(form.zone(), at + "/zone");
        faults.requireCurrency(form.currency(), at + "/currency");
        Optional<Resolution> resolution = Optional.ofNullable(form.resolution()).flatMap(Resolution::ofName);
        if (form.resolution() == null) {
            faults.add(
                    CatalogRule.RESOLUTION_NOT_NAMED,
                    at + "/resolution",
                    "is missing; how long a price holds is never guessed: PT15M, PT30M or PT60M");
        } else if (resolution.isEmpty()) {
            faults.add(at + "/resolution", "'" + form.resolution() + "' must be PT15M, PT30M or PT60M");
        }
        Optional<EnergyUnit> unit = EnergyUnit.ofSymbol(form.unit());
        if (unit.isEmpty()) {
            faults.add(at + "/unit", "'" + form.unit() + "' must be MWh or kWh");
        }
        if (resolution.isEmpty() || unit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PriceSeries(
                form.id(),
                form.zone(),
                form.auction(),
                resolution.get(),
                form.currency(),
                unit.get(),
                form.publisher(),
                faults.zone(form.timeZone(), at + "/timeZone")));
    }

    private Optional<ExchangeRate> exchangeRate(ExchangeRateForm form, String at) {
        faults.requireCurrency(form.base(), at + "/base");
        faults.requireCurrency(form.quote(), at + "/quote");
        if (form.base().equals(form.quote())) {
            faults.add(at + "/quote", "base and quote are both " + form.base());
        }
        RateDay rateDay = form.rateDay() == null ? new RateDay.DeliveryDay() : form.rateDay();
        rateDay.flaw().ifPresent(flaw -> faults.add(at + "/rateDay", flaw));
        return Optional.of(new ExchangeRate(form.id(), form.base(), form.quote(), form.publisher(), rateDay));
    }

    private Optional<CarbonSeries> carbonSeries(CarbonSeriesForm form, String at) {
        faults.requireText(form.zone(), at + "/zone");
        faults.requireText(form.publisher(), at + "/publisher");
        ZoneId timeZone = faults.zone(form.timeZone(), at + "/timeZone");
        Optional<Resolution> resolution = Resolution.ofName(form.resolution());
        if (resolution.isEmpty()) {
            faults.add(at + "/resolution", "'" + form.resolution() + "' must be PT15M, PT30M or PT60M");
        }
        return resolution.map(length -> new CarbonSeries(form.id(), form.zone(), length, form.publisher(), timeZone));
    }
}

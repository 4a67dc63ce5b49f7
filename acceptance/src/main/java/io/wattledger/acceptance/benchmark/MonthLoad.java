package io.wattledger.acceptance.benchmark;

import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.AccountFacts.ContractFacts;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.contracts.vocabulary.Slot;
import io.wattledger.contracts.vocabulary.UsageKey;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.catalog.CatalogForm;
import io.wattledger.pricing.catalog.CatalogReader;
import io.wattledger.pricing.energy.EnergyPrice;
import io.wattledger.pricing.energy.EnergyUnit;
import io.wattledger.pricing.energy.ExchangeRate;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.energy.StatedRate;
import io.wattledger.pricing.rating.Agreement;
import io.wattledger.pricing.rating.DayUsage;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.rating.SlotUsage;
import io.wattledger.pricing.site.Site;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** A January of quarter-hours of one series after another, under one tariff, with a price for each quarter-hour. */
final class MonthLoad {

    static final LocalDate MONTH = LocalDate.of(2026, 1, 1);
    static final int DAYS = 31;
    static final int SLOTS = DAYS * 96;

    private static final ZoneId ZONE = ZoneId.of("Europe/Oslo");
    private static final String DOCUMENT = "ab".repeat(32);

    private final Random random = new Random(1);
    private final Site site;
    private final Agreement agreement;
    private final Quotes quotes;

    /** Reads the catalog of the benchmark, as an operator would have written it. */
    MonthLoad() throws IOException {
        Catalog catalog;
        try (InputStream in = Objects.requireNonNull(MonthLoad.class.getResourceAsStream("rating-catalog.json"))) {
            CatalogForm form = WireJson.read(in.readAllBytes(), CatalogForm.class);
            CatalogReader.Result read = CatalogReader.read(form, Catalog.empty());
            if (!read.faults().isEmpty()) {
                throw new IllegalStateException("the benchmark's catalog: " + read.faults());
            }
            catalog = read.catalog();
        }
        site = Objects.requireNonNull(catalog.sites().get("site"));
        agreement = catalog.agreement();
        quotes = randomQuotes(
                Objects.requireNonNull(catalog.priceSeries().get("series")),
                Objects.requireNonNull(catalog.exchangeRates().get("rate")));
    }

    private Quotes randomQuotes(PriceSeries series, ExchangeRate rate) {
        Map<Instant, StatedPrice> prices = new HashMap<>();
        TreeMap<LocalDate, StatedRate> rates = new TreeMap<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = MONTH.plusDays(day);
            rates.put(date, new StatedRate(date, BigDecimal.valueOf(110_000 + random.nextInt(9_000), 4), DOCUMENT));
            Interval interval = site.interval(date);
            for (Instant at = interval.start(); at.isBefore(interval.end()); at = at.plus(Slot.LENGTH)) {
                BigDecimal price = BigDecimal.valueOf(random.nextInt(15_000) - 1_000L, 2);
                prices.put(at, new StatedPrice(EnergyPrice.of(price, EnergyUnit.MWH), DOCUMENT));
            }
        }
        return new Quotes(
                Map.of("series", new KnownPrices(series, prices)), Map.of("rate", new KnownRates(rate, rates)));
    }

    Agreement agreement() {
        return agreement;
    }

    Quotes quotes() {
        return quotes;
    }

    static ContractFacts contract() {
        return new ContractFacts("contract", Instant.EPOCH, null, "tariff", ZONE.getId(), "NOK");
    }

    /** The days of the next series, with a load of its own. */
    List<DayUsage> series(String tenant, String project) {
        UsageKey key = new UsageKey(tenant, project, "site", "sku");
        int gpus = 1 + random.nextInt(64);
        List<DayUsage> days = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = MONTH.plusDays(day);
            Interval interval = site.interval(date);
            List<SlotUsage> slots = new ArrayList<>();
            for (Instant at = interval.start(); at.isBefore(interval.end()); at = at.plus(Slot.LENGTH)) {
                long milliGpuSeconds = 900_000L * gpus;
                long watts = 300 + random.nextInt(700);
                slots.add(new SlotUsage(at, milliGpuSeconds, milliGpuSeconds, milliGpuSeconds * watts));
            }
            days.add(new DayUsage(key, date, interval, slots, List.of(contract())));
        }
        return days;
    }
}

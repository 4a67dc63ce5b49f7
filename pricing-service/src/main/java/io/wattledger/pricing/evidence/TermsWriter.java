package io.wattledger.pricing.evidence;

import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.energy.KnownFactors;
import io.wattledger.pricing.energy.KnownPrices;
import io.wattledger.pricing.energy.KnownRates;
import io.wattledger.pricing.energy.StatedFactor;
import io.wattledger.pricing.energy.StatedPrice;
import io.wattledger.pricing.evidence.RatingInput.FactorDay;
import io.wattledger.pricing.evidence.RatingInput.FactorThen;
import io.wattledger.pricing.evidence.RatingInput.PriceDay;
import io.wattledger.pricing.evidence.RatingInput.PriceThen;
import io.wattledger.pricing.evidence.RatingInput.RateDays;
import io.wattledger.pricing.evidence.RatingInput.RulesThen;
import io.wattledger.pricing.evidence.RatingInput.Terms;
import io.wattledger.pricing.rating.Quotes;
import io.wattledger.pricing.tariff.IndexUse;
import io.wattledger.pricing.tariff.WhenMissing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes down what holds for everybody, with the prices, rates and factors that a stretch of time could depend on. */
final class TermsWriter {

    private final Quotes quotes;
    private final Map<SeriesDay, WrittenInput> seriesDays = new HashMap<>();

    /** Prices by UTC day of their start, made once for each series. */
    private final Map<String, Map<LocalDate, List<PriceThen>>> prices = new HashMap<>();

    private final Map<String, Map<LocalDate, List<FactorThen>>> factors = new HashMap<>();

    TermsWriter(Quotes quotes) {
        this.quotes = quotes;
    }

    private record SeriesDay(String index, LocalDate day) {}

    /**
     * Terms in their written form.
     *
     * @param sha256 hash of the {@link Terms}
     * @param inputs the terms and all that they name
     */
    record Written(String sha256, List<WrittenInput> inputs) {}

    /**
     * Writes terms.
     *
     * @param things what is administered
     * @param indices the series and rates that may be read
     * @param carbon id of the carbon series that may be read; absent where none is
     * @param interval the time that is rated
     */
    Written write(List<RatingInput> things, Collection<IndexUse> indices, @Nullable String carbon, Interval interval) {
        List<WrittenInput> written = new ArrayList<>();
        things.forEach(thing -> written.add(WrittenInput.of(WrittenInput.NOBODY, thing)));
        written.add(WrittenInput.of(
                WrittenInput.NOBODY,
                new RulesThen(quotes.rules().stream().sorted().toList())));
        SortedSet<String> series = new TreeSet<>();
        SortedSet<String> rates = new TreeSet<>();
        for (IndexUse index : indices) {
            series.add(index.series());
            if (index.exchangeRate() != null) {
                rates.add(index.exchangeRate());
            }
        }
        // A price slot may begin up to an hour before the time does, and one before it may stand in for a missing one.
        Instant start = interval.start().minus(Duration.ofHours(1)).minus(WhenMissing.OLDEST_BEFORE);
        LocalDate first = utcDay(start);
        LocalDate last = utcDay(interval.end().minusNanos(1));
        for (String id : series) {
            first.datesUntil(last.plusDays(1)).forEach(day -> addPrices(written, id, day));
        }
        for (String id : rates) {
            KnownRates known = quotes.rates().get(id);
            if (known != null) {
                Interval needed = KnownRates.needed(known.exchangeRate(), new Interval(start, interval.end()));
                written.add(WrittenInput.of(
                        WrittenInput.NOBODY,
                        new RateDays(
                                known.exchangeRate(),
                                List.copyOf(known.byDay()
                                        .subMap(utcDay(needed.start()), true, utcDay(needed.end()), true)
                                        .values()))));
            }
        }
        if (carbon != null) {
            first.datesUntil(last.plusDays(1)).forEach(day -> addFactors(written, carbon, day));
        }
        Terms terms = new Terms(written.stream().map(WrittenInput::sha256).toList());
        WrittenInput all = WrittenInput.of(WrittenInput.NOBODY, terms);
        written.add(all);
        return new Written(all.sha256(), List.copyOf(written));
    }

    private static LocalDate utcDay(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private void addPrices(List<WrittenInput> written, String id, LocalDate day) {
        KnownPrices known = quotes.prices().get(id);
        if (known != null) {
            written.add(seriesDays.computeIfAbsent(
                    new SeriesDay("price:" + id, day),
                    none -> WrittenInput.of(
                            WrittenInput.NOBODY,
                            new PriceDay(
                                    known.series(),
                                    day,
                                    prices.computeIfAbsent(id, series -> pricesByDay(known))
                                            .getOrDefault(day, List.of())))));
        }
    }

    private void addFactors(List<WrittenInput> written, String id, LocalDate day) {
        KnownFactors known = quotes.factors().get(id);
        if (known != null) {
            written.add(seriesDays.computeIfAbsent(
                    new SeriesDay("carbon:" + id, day),
                    none -> WrittenInput.of(
                            WrittenInput.NOBODY,
                            new FactorDay(
                                    known.series(),
                                    day,
                                    factors.computeIfAbsent(id, series -> factorsByDay(known))
                                            .getOrDefault(day, List.of())))));
        }
    }

    private static Map<LocalDate, List<PriceThen>> pricesByDay(KnownPrices known) {
        Map<LocalDate, List<PriceThen>> days = new HashMap<>();
        new TreeMap<Instant, StatedPrice>(known.byStart())
                .forEach((start, price) -> days.computeIfAbsent(utcDay(start), none -> new ArrayList<>())
                        .add(new PriceThen(start, price)));
        return days;
    }

    private static Map<LocalDate, List<FactorThen>> factorsByDay(KnownFactors known) {
        Map<LocalDate, List<FactorThen>> days = new HashMap<>();
        new TreeMap<Instant, StatedFactor>(known.byStart())
                .forEach((start, factor) -> days.computeIfAbsent(utcDay(start), none -> new ArrayList<>())
                        .add(new FactorThen(start, factor)));
        return days;
    }
}

package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.CarbonSeries;
import io.wattledger.pricing.energy.DayCompleteness;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.PriceSeries;
import io.wattledger.pricing.energy.Reading;
import io.wattledger.pricing.energy.Resolution;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.PriceBook.Index;
import io.wattledger.pricing.flow.PriceBook.IndexKind;
import io.wattledger.pricing.flow.PriceBook.Known;
import io.wattledger.pricing.ops.PricingConfig;
import io.wattledger.pricing.ops.PricingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts, for every series that a feed fills, the delivery days that should be complete by now and are not. */
@ApplicationScoped
public class WatchSeries {

    private final TenantScope scope;
    private final CatalogBook catalogs;
    private final FeedBook feeds;
    private final PriceBook prices;
    private final PricingMetrics metrics;
    private final PricingConfig.Feeds config;
    private final Clock clock;

    WatchSeries(
            TenantScope scope,
            CatalogBook catalogs,
            FeedBook feeds,
            PriceBook prices,
            PricingMetrics metrics,
            PricingConfig config,
            Clock clock) {
        this.scope = scope;
        this.catalogs = catalogs;
        this.feeds = feeds;
        this.prices = prices;
        this.metrics = metrics;
        this.config = config.feeds();
        this.clock = clock;
    }

    /** A series that a feed fills. */
    private record Watched(Index index, Resolution resolution, ZoneId timeZone) {}

    /** Counts late days and shows them as a metric; false, since nothing is left to do at once. */
    public boolean run() {
        metrics.lateDays(scope.asOperator(this::lateDays));
        return false;
    }

    /** Late days by id of the series. */
    public Map<String, Integer> lateDays(Connection connection) throws SQLException {
        Instant now = clock.instant();
        Catalog catalog = catalogs.load();
        Map<String, Instant> since = feeds.since(connection);
        Map<String, Integer> late = new TreeMap<>();
        for (PriceFeed feed : catalog.priceFeeds().values()) {
            Watched series = watched(catalog, feed.reading());
            if (series != null) {
                List<LocalDate> days = FeedDays.watched(
                                feed, since.getOrDefault(feed.id(), now), now.minus(config.grace()))
                        .toList();
                late.merge(series.index().id(), lateDays(connection, series, days, now), Math::max);
            }
        }
        return late;
    }

    private int lateDays(Connection connection, Watched series, List<LocalDate> days, Instant now) throws SQLException {
        if (days.isEmpty()) {
            return 0;
        }
        Interval window = new Interval(
                days.getFirst().atStartOfDay(series.timeZone()).toInstant(),
                days.getLast().plusDays(1).atStartOfDay(series.timeZone()).toInstant());
        Map<Instant, ValueState> known = prices.knownAt(connection, series.index(), window, now).stream()
                .collect(Collectors.toMap(Known::start, Known::state));
        return (int) days.stream()
                .filter(day -> !DayCompleteness.of(series.resolution(), series.timeZone(), day, known)
                        .complete())
                .count();
    }

    private static @Nullable Watched watched(Catalog catalog, Reading reading) {
        return switch (reading) {
            case Reading.OfPrices of -> {
                PriceSeries series = catalog.priceSeries().get(of.series());
                yield series == null
                        ? null
                        : new Watched(
                                new Index(
                                        IndexKind.PRICE,
                                        series.id(),
                                        series.unit().symbol()),
                                series.resolution(),
                                series.timeZone());
            }
            case Reading.OfFactors of -> {
                CarbonSeries series = catalog.carbonSeries().get(of.series());
                yield series == null
                        ? null
                        : new Watched(
                                new Index(IndexKind.CARBON, series.id(), CarbonSeries.UNIT),
                                series.resolution(),
                                series.timeZone());
            }
            // Rates pause for weekends and holidays; a forgotten one is a gap after 31 days.
            case Reading.OfRates of -> null;
        };
    }
}

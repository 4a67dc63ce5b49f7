package io.wattledger.pricing.flow;

import io.wattledger.chassis.tenancy.TenantScope;
import io.wattledger.contracts.vocabulary.Interval;
import io.wattledger.pricing.catalog.Catalog;
import io.wattledger.pricing.energy.DayCompleteness;
import io.wattledger.pricing.energy.EnergySeries;
import io.wattledger.pricing.energy.PriceFeed;
import io.wattledger.pricing.energy.ValueState;
import io.wattledger.pricing.flow.PriceBook.Index;
import io.wattledger.pricing.flow.PriceBook.Known;
import io.wattledger.pricing.ops.PricingConfig;
import io.wattledger.pricing.ops.PricingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
            // Rates pause for weekends and holidays; a forgotten one is a gap after 31 days.
            EnergySeries series = catalog.seriesOf(feed.reading());
            if (series != null) {
                List<LocalDate> days = FeedDays.watched(
                                feed, since.getOrDefault(feed.id(), now), now.minus(config.grace()))
                        .toList();
                late.merge(series.id(), lateDays(connection, series, days, now), Math::max);
            }
        }
        return late;
    }

    private int lateDays(Connection connection, EnergySeries series, List<LocalDate> days, Instant now)
            throws SQLException {
        if (days.isEmpty()) {
            return 0;
        }
        Interval window = new Interval(
                days.getFirst().atStartOfDay(series.timeZone()).toInstant(),
                days.getLast().plusDays(1).atStartOfDay(series.timeZone()).toInstant());
        Map<Instant, ValueState> known = prices.knownAt(connection, Index.of(series), window, now).stream()
                .collect(Collectors.toMap(Known::start, Known::state));
        return (int) days.stream()
                .filter(day -> !DayCompleteness.of(series.resolution(), series.timeZone(), day, known)
                        .complete())
                .count();
    }
}

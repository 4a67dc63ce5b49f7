package io.wattledger.pricing.flow;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.pricing.ops.PricingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Keeps fetching going in the background. */
@ApplicationScoped
public class FeedLoops {

    private final FetchPrices fetchPrices;
    private final WatchSeries watchSeries;
    private final PricingConfig.Feeds config;
    private final List<Loop> loops = new ArrayList<>();

    FeedLoops(FetchPrices fetchPrices, WatchSeries watchSeries, PricingConfig config) {
        this.fetchPrices = fetchPrices;
        this.watchSeries = watchSeries;
        this.config = config.feeds();
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            loops.add(Loop.start("fetch-prices", config.pause(), fetchPrices::run));
            loops.add(Loop.start("watch-series", config.watchPause(), watchSeries::run));
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Loop.closeAll(loops);
        loops.clear();
    }
}

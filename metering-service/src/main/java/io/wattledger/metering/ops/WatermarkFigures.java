package io.wattledger.metering.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.metering.flow.WatermarkBook;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows among the metrics until when the usage of each site is complete, over all tenants. */
@ApplicationScoped
public class WatermarkFigures {

    private final WatermarkBook book;
    private final MeteringConfig config;
    private final Clock clock;
    private final MultiGauge until;
    private final MultiGauge lag;
    private @Nullable Loop loop;

    WatermarkFigures(WatermarkBook book, MeteringConfig config, Clock clock, MeterRegistry registry) {
        this.book = book;
        this.config = config;
        this.clock = clock;
        this.until = gauge(Name.USAGE_WATERMARK, registry);
        this.lag = gauge(Name.USAGE_WATERMARK_LAG, registry);
    }

    private static MultiGauge gauge(Name name, MeterRegistry registry) {
        return MultiGauge.builder(name.metric()).description(name.description()).register(registry);
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("metering-watermarks", config.watermarks().showEvery(), this::show);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private boolean show() {
        Map<String, Instant> sites = book.slowest();
        List<MultiGauge.Row<?>> instants = new ArrayList<>();
        List<MultiGauge.Row<?>> lags = new ArrayList<>();
        sites.forEach((site, instant) -> {
            Tags tags = Tags.of("site", site);
            instants.add(MultiGauge.Row.of(tags, instant, Instant::getEpochSecond));
            lags.add(MultiGauge.Row.of(
                    tags, instant, one -> Duration.between(one, clock.instant()).toSeconds()));
        });
        until.register(instants, true);
        lag.register(lags, true);
        return false;
    }
}

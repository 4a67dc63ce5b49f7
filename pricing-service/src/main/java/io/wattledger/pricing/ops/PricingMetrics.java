package io.wattledger.pricing.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what pricing does, under the names of {@link PricingMeter}. Made at the start, so that what never happened is shown as 0. */
@Startup
@ApplicationScoped
public class PricingMetrics {

    private final Map<PricingMeter, Counter> counters = new EnumMap<>(PricingMeter.class);

    private final MultiGauge lateDays;

    PricingMetrics(MeterRegistry registry) {
        this.lateDays = MultiGauge.builder(PricingMeter.SERIES_LATE_DAYS.meterName())
                .description(PricingMeter.SERIES_LATE_DAYS.meaning())
                .register(registry);
        for (PricingMeter meter : PricingMeter.values()) {
            if (!meter.isGauge()) {
                counters.put(
                        meter,
                        Counter.builder(meter.meterName())
                                .description(meter.meaning())
                                .register(registry));
            }
        }
    }

    /** Slot totals changed something. */
    public void slotsRecorded(int slots) {
        add(PricingMeter.SLOTS_RECORDED, slots);
    }

    /** Days were rated and some of them gave new revisions. */
    public void daysRated(int days, int revisions) {
        add(PricingMeter.DAYS_RATED, days);
        add(PricingMeter.REVISIONS_PUBLISHED, revisions);
    }

    /** A price document was taken in. */
    public void documentAccepted() {
        add(PricingMeter.DOCUMENTS_ACCEPTED, 1);
    }

    /** A price document was refused. */
    public void documentRefused() {
        add(PricingMeter.DOCUMENTS_REFUSED, 1);
    }

    /** An attempt to fetch a price feed failed. */
    public void feedFailed() {
        add(PricingMeter.FEED_FAILURES, 1);
    }

    /** How many delivery days of each series are late. */
    public void lateDays(Map<String, Integer> bySeries) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        bySeries.forEach((series, days) -> rows.add(MultiGauge.Row.of(Tags.of("series", series), days)));
        lateDays.register(rows, true);
    }

    /** A record of a topic could not be read. */
    public void recordsUnreadable(int records) {
        add(PricingMeter.RECORDS_UNREADABLE, records);
    }

    private void add(PricingMeter meter, int count) {
        Counter counter = counters.get(meter);
        if (counter != null) {
            counter.increment(count);
        }
    }
}

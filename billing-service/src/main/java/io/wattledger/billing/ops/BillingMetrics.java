package io.wattledger.billing.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.wattledger.billing.flow.Outcome;
import io.wattledger.billing.flow.Watch;
import jakarta.enterprise.context.ApplicationScoped;

/** The catalogue of billing's metrics: every name is here and nowhere else. */
@ApplicationScoped
public class BillingMetrics implements Watch {

    /** Names of the metrics; a name never changes its meaning. */
    public enum Name {
        /** Contract months by what a run made of them. */
        OUTCOMES("wattledger.billing.outcomes"),
        /** Records of rated usage and names that were taken in. */
        RECORDS_TAKEN("wattledger.billing.records.taken"),
        /** Records that could not be read and were set aside; should stay 0. */
        RECORDS_UNREADABLE("wattledger.billing.records.unreadable");

        private final String metric;

        Name(String metric) {
            this.metric = metric;
        }

        /** The name as it is registered. */
        public String metric() {
            return metric;
        }
    }

    private final MeterRegistry registry;

    BillingMetrics(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that what never happened reads 0.
        taken(0, 0);
    }

    @Override
    public void ended(Outcome outcome) {
        registry.counter(Name.OUTCOMES.metric(), "outcome", outcome.code()).increment();
    }

    @Override
    public void taken(int read, int unreadable) {
        registry.counter(Name.RECORDS_TAKEN.metric()).increment(read);
        registry.counter(Name.RECORDS_UNREADABLE.metric()).increment(unreadable);
    }
}

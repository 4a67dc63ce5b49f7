package io.wattledger.billing.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.wattledger.billing.flow.Outcome;
import io.wattledger.billing.flow.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.function.Supplier;

/** The catalogue of billing's metrics: every name is here and nowhere else. */
@ApplicationScoped
public class BillingMetrics implements Watch {

    /** Names of the metrics; a name never changes its meaning. */
    public enum Name {
        /** Contract months by what a run made of them. */
        OUTCOMES("wattledger.billing.outcomes", "Contract months by what a run made of them"),
        /** Processor time of making documents, by step. */
        DOCUMENT_PROCESSOR_SECONDS(
                "wattledger.billing.document.processor.seconds", "Processor time of making documents"),
        /** Records of rated usage and names that were taken in. */
        RECORDS_TAKEN("wattledger.billing.records.taken", "Records taken in"),
        /** Records that could not be read and were set aside; should stay 0. */
        RECORDS_UNREADABLE(
                "wattledger.billing.records.unreadable", "Records that could not be read and were set aside"),
        /** Law 8: GPU time that pricing stated. */
        BALANCE_RECEIVED("wattledger.billing.balance.received.milli.gpu.seconds", "GPU time that pricing stated"),
        /** Law 8: GPU time on invoices. */
        BALANCE_INVOICED("wattledger.billing.balance.invoiced.milli.gpu.seconds", "Of this, invoiced"),
        /** Law 8: GPU time on no invoice. */
        BALANCE_OPEN("wattledger.billing.balance.open.milli.gpu.seconds", "Of this, on no invoice yet"),
        /** Law 8: GPU time that is neither; anything but 0 is an alarm. */
        BALANCE_DIFFERENCE(
                "wattledger.billing.balance.difference.milli.gpu.seconds",
                "Received less invoiced and open; must be 0");

        private final String metric;
        private final String meaning;

        Name(String metric, String meaning) {
            this.metric = metric;
            this.meaning = meaning;
        }

        /** The name as it is registered. */
        public String metric() {
            return metric;
        }

        /** What it says, in words. */
        public String meaning() {
            return meaning;
        }
    }

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    BillingMetrics(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that what never happened reads 0.
        taken(0, 0);
    }

    @Override
    public void ended(Outcome outcome) {
        Counter.builder(Name.OUTCOMES.metric())
                .description(Name.OUTCOMES.meaning())
                .tag("outcome", outcome.code())
                .register(registry)
                .increment();
    }

    /** Processor time, since how long a step takes on a busy machine says nothing about what it costs. */
    @Override
    public <T> T timed(DocumentStep step, Supplier<T> work) {
        long begun = threads.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            Counter.builder(Name.DOCUMENT_PROCESSOR_SECONDS.metric())
                    .description(Name.DOCUMENT_PROCESSOR_SECONDS.meaning())
                    .tag("step", step.name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment((threads.getCurrentThreadCpuTime() - begun) / NANOS_PER_SECOND);
        }
    }

    @Override
    public void taken(int read, int unreadable) {
        add(Name.RECORDS_TAKEN, read);
        add(Name.RECORDS_UNREADABLE, unreadable);
    }

    private void add(Name name, int count) {
        Counter.builder(name.metric())
                .description(name.meaning())
                .register(registry)
                .increment(count);
    }
}

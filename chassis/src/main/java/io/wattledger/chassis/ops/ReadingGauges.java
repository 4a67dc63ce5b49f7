package io.wattledger.chassis.ops;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Shows figures of one reading of the database as gauges. A reading is over all tenants, so it is taken only when
 * somebody asks, and again only when the last one is older than {@link ServiceConfig#gaugeAge()}.
 */
@ApplicationScoped
public class ReadingGauges {

    private static final Logger LOG = Logger.getLogger(ReadingGauges.class);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Duration longestAge;

    ReadingGauges(MeterRegistry registry, Clock clock, ServiceConfig config) {
        this.registry = registry;
        this.clock = clock;
        this.longestAge = config.gaugeAge();
    }

    /**
     * One gauge.
     *
     * @param metric its name, in dots, with its unit
     * @param meaning what it says, in words
     * @param value picks it from the reading
     */
    public record Figure<T>(String metric, String meaning, ToLongFunction<T> value) {

        private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);
        private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);

        /** A figure without a bound: what 64 bits do not hold is shown as the most, or the least, that they do. */
        public static <T> Figure<T> unbounded(String metric, String meaning, Function<T, BigInteger> value) {
            return new Figure<>(
                    metric,
                    meaning,
                    reading -> value.apply(reading).min(MOST).max(LEAST).longValue());
        }
    }

    /** Shows {@code figures} of what {@code read} returns; while it fails they have no value. */
    public <T> void show(Supplier<T> read, List<Figure<T>> figures) {
        Kept<T> kept = new Kept<>(read);
        for (Figure<T> figure : figures) {
            Gauge.builder(figure.metric(), kept, reading -> reading.value(figure))
                    .description(figure.meaning())
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** The last reading; a failed one is kept as long as a good one, so that nobody hammers a database in trouble. */
    private final class Kept<T> {
        private final Supplier<T> read;
        private @Nullable T last;
        private Instant takenAt = Instant.MIN;

        Kept(Supplier<T> read) {
            this.read = read;
        }

        synchronized double value(Figure<T> figure) {
            Instant now = clock.instant();
            if (!takenAt.isAfter(now.minus(longestAge))) {
                last = reading();
                takenAt = now;
            }
            return last == null ? Double.NaN : figure.value().applyAsLong(last);
        }

        private @Nullable T reading() {
            try {
                return read.get();
            } catch (RuntimeException e) {
                LOG.warn("the figures of this service's metrics could not be read", e);
                return null;
            }
        }
    }
}

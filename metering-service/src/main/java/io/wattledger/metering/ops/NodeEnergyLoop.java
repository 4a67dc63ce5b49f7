package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.NodeBook;
import io.wattledger.metering.flow.NodeBook.Totals;
import io.wattledger.metering.flow.ShareNodeEnergy;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Shares the energy of nodes in the background, and shows its books of the last days among the metrics. */
@ApplicationScoped
public class NodeEnergyLoop implements PendingWork {

    /** Of so long a time the books are added up for metrics; of any other the list tells. */
    private static final Duration SHOWN = Duration.ofDays(2);

    private final ShareNodeEnergy work;
    private final NodeBook book;
    private final ReadingGauges gauges;
    private final MeteringConfig config;
    private final Clock clock;
    private @Nullable Loop loop;

    NodeEnergyLoop(ShareNodeEnergy work, NodeBook book, ReadingGauges gauges, MeteringConfig config, Clock clock) {
        this.work = work;
        this.book = book;
        this.gauges = gauges;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        gauges.show(
                () -> book.totals(clock.instant().minus(SHOWN)),
                List.of(
                        figure(Name.NODE_ENERGY_READ, Totals::read),
                        figure(Name.NODE_ENERGY_OPERATOR, Totals::operator),
                        figure(Name.NODE_ENERGY_DOUBTFUL, Totals::doubtful),
                        figure(Name.NODE_ENERGY_DIFFERENCE, Totals::difference)));
        gauges.show(
                () -> work,
                List.of(new Figure<>(
                        Name.NODE_ENERGY_ASIDE.metric(),
                        Name.NODE_ENERGY_ASIDE.description(),
                        ShareNodeEnergy::aside)));
        loop = Loop.start("metering-nodes", config.energy().shareEvery(), work::run);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private static Figure<Totals> figure(Name name, ToLongFunction<Totals> value) {
        return new Figure<>(name.metric(), name.description(), value);
    }

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public long pending() {
        // What cannot be worked out is told in the log and by a metric, and holds up nobody who waits for the rest.
        return work.waiting();
    }
}

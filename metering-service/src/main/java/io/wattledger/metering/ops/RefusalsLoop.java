package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.CloseStandingRefusals;
import io.wattledger.metering.flow.RefusalBook;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Closes in the background refusals that need nobody's decision any more, and shows among the metrics for how many events months wait. */
@ApplicationScoped
public class RefusalsLoop {

    private final CloseStandingRefusals work;
    private final RefusalBook book;
    private final ReadingGauges gauges;
    private final MeteringConfig config;
    private @Nullable Loop loop;

    RefusalsLoop(CloseStandingRefusals work, RefusalBook book, ReadingGauges gauges, MeteringConfig config) {
        this.work = work;
        this.book = book;
        this.gauges = gauges;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        Name name = Name.REFUSALS_NOT_STORABLE;
        gauges.show(book::notStorable, List.of(new Figure<>(name.metric(), name.description(), Long::longValue)));
        loop = Loop.start("metering-refusals", config.refusals().closeEvery(), work::run);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }
}

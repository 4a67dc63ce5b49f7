package io.wattledger.metering.ops;

import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.CorrectionList;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Shows among the metrics how many corrections have waited long for the event that they name. */
@ApplicationScoped
public class CorrectionFigures {

    /** What comes in disorder comes sooner than this. */
    private static final Duration LONG = Duration.ofHours(1);

    private final ReadingGauges gauges;
    private final CorrectionList corrections;
    private final Clock clock;

    CorrectionFigures(ReadingGauges gauges, CorrectionList corrections, Clock clock) {
        this.gauges = gauges;
        this.corrections = corrections;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        Name name = Name.CORRECTIONS_AWAITED;
        gauges.show(
                () -> corrections.awaited(clock.instant().minus(LONG)),
                List.of(new Figure<>(name.metric(), name.description(), Long::longValue)));
    }
}

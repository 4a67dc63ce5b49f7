package io.wattledger.metering.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.wattledger.chassis.ops.Loop;
import io.wattledger.chassis.ops.PendingWork;
import io.wattledger.chassis.ops.ReadingGauges;
import io.wattledger.chassis.ops.ReadingGauges.Figure;
import io.wattledger.metering.flow.DeviceFindings;
import io.wattledger.metering.flow.DeviceFindings.Open;
import io.wattledger.metering.flow.FindDoubleAllocations;
import io.wattledger.metering.ops.MeteringMetrics.Name;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Checks devices for double allocations in the background, and shows among the metrics what is open. */
@ApplicationScoped
public class DeviceCheckLoop implements PendingWork {

    private final FindDoubleAllocations work;
    private final DeviceFindings findings;
    private final ReadingGauges gauges;
    private final MeteringConfig config;
    private @Nullable Loop loop;

    DeviceCheckLoop(FindDoubleAllocations work, DeviceFindings findings, ReadingGauges gauges, MeteringConfig config) {
        this.work = work;
        this.findings = findings;
        this.gauges = gauges;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        gauges.show(
                findings::open,
                List.of(
                        figure(Name.DOUBLE_ALLOCATIONS_OPEN, Open::doubleAllocations),
                        figure(Name.DOUBLE_ALLOCATIONS_HELD, Open::heldMilliGpuSeconds),
                        figure(Name.ENERGY_DOUBTS_OPEN, Open::energyDoubts)));
        gauges.show(
                () -> work,
                List.of(new Figure<>(
                        Name.DEVICES_ASIDE.metric(), Name.DEVICES_ASIDE.description(), FindDoubleAllocations::aside)));
        loop = Loop.start("metering-devices", config.devices().every(), work::run);
    }

    void stop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private static Figure<Open> figure(Name name, ToLongFunction<Open> value) {
        return new Figure<>(name.metric(), name.description(), value);
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public long pending() {
        // What cannot be checked is told in the log and by a metric, and holds up nobody who waits for the rest.
        return work.waiting();
    }
}

package io.wattledger.metering.flow;

import io.wattledger.metering.event.AllocatedInterval;
import io.wattledger.metering.event.AllocationBeat;
import io.wattledger.metering.event.AllocationStart;
import io.wattledger.metering.event.AllocationStop;
import io.wattledger.metering.event.CollectorBeat;
import io.wattledger.metering.event.EnergyReading;
import io.wattledger.metering.event.MeasuredEnergy;
import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.event.UsageReport;
import io.wattledger.metering.event.Withdrawal;
import io.wattledger.metering.flow.MeterKind.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Hands the reports of a batch to their kinds. The kinds come in the order in which rows are locked, the same in every
 * copy of the service, so that none waits for another in a circle.
 */
@ApplicationScoped
public class MeterEveryKind {

    private static final int NO_KIND = -1;

    private final List<MeterKind> kinds;
    private final ClaimDevices claimDevices;

    MeterEveryKind(
            MeterIntervals intervals,
            MeterAllocations allocations,
            MeterHeartbeats heartbeats,
            MeterEnergy energy,
            KeepMeterEvents meterEvents,
            AdvanceWatermarks watermarks,
            KeepNodeReports nodes,
            ClaimDevices claimDevices) {
        this.kinds = List.of(intervals, allocations, heartbeats, energy, meterEvents, watermarks, nodes);
        this.claimDevices = claimDevices;
    }

    /** Takes effect in the caller's transaction. */
    void apply(Iterable<UsageReport> begun, Iterable<UsageReport> ended, Effects effects) {
        Changes[] changes = new Changes[kinds.size()];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = Changes.none();
        }
        for (UsageReport report : begun) {
            int kind = kind(report);
            if (kind != NO_KIND) {
                changes[kind].begun().add(report);
            }
        }
        for (UsageReport report : ended) {
            int kind = kind(report);
            if (kind != NO_KIND) {
                changes[kind].ended().add(report);
            }
        }
        effects.releaseBy(claimDevices::apply);
        for (int i = 0; i < changes.length; i++) {
            if (!changes[i].isNone()) {
                kinds.get(i).apply(changes[i], effects);
            }
        }
        claimDevices.apply(effects);
    }

    /** The place of the report's kind in the list; a withdrawal has none, since all it does is done to others. */
    private static int kind(UsageReport report) {
        return switch (report) {
            case AllocatedInterval interval -> 0;
            case AllocationStart start -> 1;
            case AllocationStop stop -> 1;
            case AllocationBeat beat -> 2;
            case EnergyReading reading -> 3;
            case MeasuredEnergy energy -> 3;
            case MeterEvent event -> 4;
            case CollectorBeat beat -> 5;
            case NodeMeasurement node -> 6;
            case Withdrawal withdrawal -> NO_KIND;
        };
    }
}

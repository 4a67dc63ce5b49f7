package io.wattledger.metering.store;

import io.wattledger.contracts.vocabulary.UsageKey;
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
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The columns of a row of usage_event, each from every kind of report; null where a kind has none. */
final class EventColumns {

    private EventColumns() {}

    static @Nullable String project(UsageReport report) {
        UsageKey key = key(report);
        return key == null ? null : key.project();
    }

    static @Nullable String site(UsageReport report) {
        UsageKey key = key(report);
        if (key != null) {
            return key.site();
        }
        return switch (report) {
            case AllocationStop stop -> stop.site();
            case CollectorBeat beat -> beat.site();
            case NodeMeasurement node -> node.site();
            default -> null;
        };
    }

    static @Nullable String sku(UsageReport report) {
        UsageKey key = key(report);
        return key == null ? null : key.sku();
    }

    private static @Nullable UsageKey key(UsageReport report) {
        return switch (report) {
            case AllocatedInterval interval -> interval.key();
            case AllocationStart start -> start.key();
            case AllocationBeat beat -> beat.key();
            case EnergyReading reading -> reading.key();
            case MeasuredEnergy energy -> energy.key();
            case AllocationStop stop -> null;
            case Withdrawal withdrawal -> null;
            case CollectorBeat beat -> null;
            case MeterEvent event -> null;
            case NodeMeasurement node -> null;
        };
    }

    static @Nullable Long gpuThousandths(UsageReport report) {
        return switch (report) {
            case AllocatedInterval interval -> interval.gpuThousandths();
            case AllocationStart start -> start.gpuThousandths();
            case AllocationBeat beat -> beat.gpuThousandths();
            case EnergyReading reading -> reading.gpuThousandths();
            case MeasuredEnergy energy -> energy.gpuThousandths();
            case NodeMeasurement node -> node.gpuThousandths();
            default -> null;
        };
    }

    static @Nullable Long startMilli(UsageReport report) {
        return milli(
                switch (report) {
                    case AllocatedInterval interval -> interval.interval().start();
                    case AllocationStart start -> start.at();
                    case AllocationBeat beat -> beat.window().start();
                    case MeasuredEnergy energy -> energy.interval().start();
                    case NodeMeasurement node -> node.interval().start();
                    default -> null;
                });
    }

    static @Nullable Long endMilli(UsageReport report) {
        return milli(
                switch (report) {
                    case AllocatedInterval interval -> interval.interval().end();
                    case AllocationStop stop -> stop.at();
                    case AllocationBeat beat -> beat.window().end();
                    case EnergyReading reading -> reading.at();
                    case MeasuredEnergy energy -> energy.interval().end();
                    case NodeMeasurement node -> node.interval().end();
                    case CollectorBeat beat -> beat.completeUntil();
                    case MeterEvent event -> event.time();
                    default -> null;
                });
    }

    private static @Nullable Long milli(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }

    static @Nullable Long energyMillijoules(UsageReport report) {
        return switch (report) {
            case AllocatedInterval interval -> interval.energyMillijoules();
            case EnergyReading reading -> reading.millijoules();
            case MeasuredEnergy energy -> energy.millijoules();
            case NodeMeasurement node -> node.millijoules();
            default -> null;
        };
    }

    static @Nullable String allocation(UsageReport report) {
        return switch (report) {
            case AllocationStart start -> start.allocation();
            case AllocationStop stop -> stop.allocation();
            case AllocationBeat beat -> beat.allocation();
            default -> null;
        };
    }

    /** The device that was read, or the node. */
    static @Nullable String device(UsageReport report) {
        return switch (report) {
            case EnergyReading reading -> reading.device();
            case NodeMeasurement node -> node.node();
            default -> null;
        };
    }

    static @Nullable String eventType(UsageReport report) {
        return report instanceof MeterEvent event ? event.type() : null;
    }

    static @Nullable String subject(UsageReport report) {
        return report instanceof MeterEvent event ? event.subject() : null;
    }

    /** The boot of a reading. */
    static @Nullable String detail(UsageReport report) {
        return report instanceof EnergyReading reading ? reading.bootId() : null;
    }
}

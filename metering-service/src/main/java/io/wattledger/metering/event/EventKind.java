package io.wattledger.metering.event;

import io.wattledger.contracts.event.UsageEventTypes;
import org.jspecify.annotations.Nullable;

/** The kinds of usage report, with the number under which rows know them for ever. */
public enum EventKind {
    /** {@link AllocatedInterval}. */
    INTERVAL(1, UsageEventTypes.ALLOCATION_INTERVAL),
    /** {@link AllocationStart}. */
    START(2, UsageEventTypes.ALLOCATION_STARTED),
    /** {@link AllocationStop}. */
    STOP(3, UsageEventTypes.ALLOCATION_STOPPED),
    /** {@link AllocationBeat}. */
    BEAT(4, UsageEventTypes.ALLOCATION_HEARTBEAT),
    /** {@link EnergyReading}. */
    ENERGY_READING(5, UsageEventTypes.ENERGY_COUNTER),
    /** {@link MeasuredEnergy}. */
    MEASURED_ENERGY(6, UsageEventTypes.ENERGY_INTERVAL),
    /** {@link Withdrawal}. */
    WITHDRAWAL(7, UsageEventTypes.USAGE_WITHDRAWN),
    /** {@link CollectorBeat}. */
    COLLECTOR_BEAT(8, UsageEventTypes.COLLECTOR_HEARTBEAT),
    /** {@link MeterEvent}. */
    METER_EVENT(9, null),
    /** {@link NodeMeasurement}. */
    NODE_MEASUREMENT(10, UsageEventTypes.NODE_ENERGY_INTERVAL);

    private final int number;
    private final @Nullable String type;

    EventKind(int number, @Nullable String type) {
        this.number = number;
        this.type = type;
    }

    /** The number in rows. */
    public int number() {
        return number;
    }

    /** The CloudEvents type; null where it is the customer's own. */
    public @Nullable String type() {
        return type;
    }

    /** The kind with a number. */
    public static EventKind numbered(int number) {
        for (EventKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of event has the number " + number);
    }

    /** The kind of a report. */
    public static EventKind of(UsageReport report) {
        return switch (report) {
            case AllocatedInterval interval -> INTERVAL;
            case AllocationStart start -> START;
            case AllocationStop stop -> STOP;
            case AllocationBeat beat -> BEAT;
            case EnergyReading reading -> ENERGY_READING;
            case MeasuredEnergy energy -> MEASURED_ENERGY;
            case Withdrawal withdrawal -> WITHDRAWAL;
            case CollectorBeat beat -> COLLECTOR_BEAT;
            case MeterEvent event -> METER_EVENT;
            case NodeMeasurement node -> NODE_MEASUREMENT;
        };
    }
}

package io.wattledger.metering.event;

/** The kinds of usage report, with the number under which rows know them for ever. */
public enum EventKind {
    /** {@link AllocatedInterval}. */
    INTERVAL(1),
    /** {@link AllocationStart}. */
    START(2),
    /** {@link AllocationStop}. */
    STOP(3),
    /** {@link AllocationBeat}. */
    BEAT(4),
    /** {@link EnergyReading}. */
    ENERGY_READING(5),
    /** {@link MeasuredEnergy}. */
    MEASURED_ENERGY(6),
    /** {@link Withdrawal}. */
    WITHDRAWAL(7),
    /** {@link CollectorBeat}. */
    COLLECTOR_BEAT(8),
    /** {@link MeterEvent}. */
    METER_EVENT(9),
    /** {@link NodeMeasurement}. */
    NODE_MEASUREMENT(10);

    private final int number;

    EventKind(int number) {
        this.number = number;
    }

    /** The number in rows. */
    public int number() {
        return number;
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

package io.wattledger.metering.flow;

import io.wattledger.metering.event.MeterEvent;
import io.wattledger.metering.event.UsageReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps events of the customer's own for the meters; they bring nothing to the slots. */
@ApplicationScoped
public class KeepMeterEvents implements MeterKind {

    private final MeterEvents events;

    KeepMeterEvents(MeterEvents events) {
        this.events = events;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        List<MeterEvent> begun = meterEvents(changes.begun());
        if (!begun.isEmpty()) {
            events.keep(begun, effects.now());
        }
        List<MeterEvent> ended = meterEvents(changes.ended());
        if (!ended.isEmpty()) {
            events.strike(ended);
        }
    }

    private static List<MeterEvent> meterEvents(List<UsageReport> reports) {
        return reports.stream().map(MeterEvent.class::cast).toList();
    }
}

package io.wattledger.metering.flow;

import io.wattledger.metering.event.NodeMeasurement;
import io.wattledger.metering.event.UsageReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Keeps what the meters of nodes measured, so that {@link ShareNodeEnergy} can say whose it is. */
@ApplicationScoped
public class KeepNodeReports implements MeterKind {

    private final NodeBook book;

    KeepNodeReports(NodeBook book) {
        this.book = book;
    }

    @Override
    public void apply(Changes changes, Effects effects) {
        book.change(measurements(changes.begun()), measurements(changes.ended()));
    }

    private static List<NodeMeasurement> measurements(List<UsageReport> reports) {
        return reports.stream().map(NodeMeasurement.class::cast).toList();
    }
}

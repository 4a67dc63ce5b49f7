package io.wattledger.billing.flow;

import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;

/** Takes from metering until when the usage of each site was reported; a month waits for it before it is issued. */
@ApplicationScoped
public class RecordWatermarks {

    private final WatermarkBook watermarks;
    private final ChargeLedger ledger;
    private final Watch watch;
    private final Clock clock;

    RecordWatermarks(WatermarkBook watermarks, ChargeLedger ledger, Watch watch, Clock clock) {
        this.watermarks = watermarks;
        this.ledger = ledger;
        this.watch = watch;
        this.clock = clock;
    }

    /** Keeps the highest revision of each watermark, and what could not be read, within the caller's transaction. */
    public void record(Connection connection, Collection<UsageWatermark> read, Collection<UnreadableMessage> unreadable)
            throws SQLException {
        watermarks.record(connection, read);
        ledger.keepUnreadable(connection, unreadable, clock.instant());
        watch.taken(read.size(), unreadable.size());
    }
}

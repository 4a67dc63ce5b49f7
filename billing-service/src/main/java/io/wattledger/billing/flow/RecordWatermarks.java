package io.wattledger.billing.flow;

import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Takes from pricing until when the usage of each site was reported and is rated; a month waits for it before it is issued.
 */
@ApplicationScoped
public class RecordWatermarks {

    private final WatermarkBook watermarks;

    RecordWatermarks(WatermarkBook watermarks) {
        this.watermarks = watermarks;
    }

    /** Keeps the highest revision of each watermark within the caller's transaction. */
    public void record(Connection connection, Collection<UsageWatermark> read) throws SQLException {
        watermarks.record(connection, read);
    }
}

package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.HeldTopic;
import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Holds watermarks back until all usage is published that was reported before them: what lay in the topic of events, what is
 * metered of open allocations up to the watermark, and the slots that changed by all that.
 */
public class HeldWatermarks {

    private static final String CHANGED =
            "SELECT tenant_id, site, min(change_id), max(change_id) FROM slot_change GROUP BY tenant_id, site";

    @Produces
    @Singleton
    HeldTopic watermarks() {
        return new HeldTopic(
                Topics.USAGE_WATERMARKS,
                List.of(Topics.USAGE_EVENTS),
                List.of(HeldWatermarks::openAllocations, HeldWatermarks::changedSlots),
                List.of(),
                HeldWatermarks::about);
    }

    private static About about(byte[] value) throws IOException {
        UsageWatermark watermark = WireJson.read(value, UsageWatermark.class);
        return new About(watermark.tenant(), watermark.site(), null);
    }

    /** Their number is up to when they are metered: what is metered beyond the watermark of that moment is not waited for. */
    static List<Line> openAllocations(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PostgresAllocationBook.BEHIND)) {
            return Rows.read(
                    select, row -> new Line(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), false));
        }
    }

    private static List<Line> changedSlots(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
            return Rows.read(
                    select, row -> new Line(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), false));
        }
    }
}

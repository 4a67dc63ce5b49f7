package io.wattledger.metering.store;

import io.wattledger.chassis.kafka.HeldTopic;
import io.wattledger.chassis.kafka.HeldTopic.About;
import io.wattledger.chassis.kafka.HeldTopic.Line;
import io.wattledger.chassis.tenancy.Rows;
import io.wattledger.contracts.Topics;
import io.wattledger.contracts.WireJson;
import io.wattledger.contracts.event.UsageEventTypes;
import io.wattledger.contracts.message.UsageWatermark;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Holds watermarks back until all usage is published that was reported before them: what lay in the topic of events, what of that
 * could not be stored and nobody has decided on, what is metered of open allocations up to the watermark, and the slots that changed by
 * all that.
 */
public class HeldWatermarks {

    /** Meter events are no usage that watermarks speak of. The index is made for the same condition. */
    private static final String NOT_STORABLE = """
            SELECT tenant_id, coalesce(site, '%s'),
                (extract(epoch FROM min(first_refused_at)) * 1000000)::bigint,
                (extract(epoch FROM max(first_refused_at)) * 1000000)::bigint
            FROM refusal
            WHERE state = 'open' AND code = 'not-storable' AND event_type LIKE '%s%%'
            GROUP BY tenant_id, site
            """.formatted(HeldTopic.ANY, UsageEventTypes.PREFIX);

    private static final String CHANGED =
            "SELECT tenant_id, site, min(change_id), max(change_id) FROM slot_change GROUP BY tenant_id, site";

    @Produces
    @Singleton
    HeldTopic watermarks() {
        return new HeldTopic(
                Topics.USAGE_WATERMARKS,
                List.of(Topics.USAGE_EVENTS),
                List.of(HeldWatermarks::notStorable, HeldWatermarks::openAllocations, HeldWatermarks::changedSlots),
                List.of(),
                HeldWatermarks::about);
    }

    private static About about(byte[] value) throws IOException {
        UsageWatermark watermark = WireJson.read(value, UsageWatermark.class);
        return new About(watermark.tenant(), watermark.site(), null);
    }

    /** Their number is when they were refused. They rest until a person replays or discards them: nobody else can wait for that. */
    private static List<Line> notStorable(Connection connection) throws SQLException {
        return lines(connection, NOT_STORABLE, true);
    }

    /**
     * Their number is up to when they are metered. Waited for is what is behind the watermark of that moment, and what is metered beyond it
     * until that is taken back; what is behind because of a later watermark is not.
     */
    static List<Line> openAllocations(Connection connection) throws SQLException {
        return lines(connection, PostgresAllocationBook.BEHIND, false);
    }

    private static List<Line> changedSlots(Connection connection) throws SQLException {
        return lines(connection, CHANGED, false);
    }

    private static List<Line> lines(Connection connection, String sql, boolean rest) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            return Rows.read(
                    select, row -> new Line(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), rest));
        }
    }
}

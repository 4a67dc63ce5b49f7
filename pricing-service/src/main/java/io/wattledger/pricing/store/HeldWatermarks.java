package io.wattledger.pricing.store;

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
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Holds watermarks back until all usage that metering published before them is rated and published: what lay in the topics, what of
 * that could not be read, the changes whose days are still to be found, the days, and the months that follow from them.
 */
public class HeldWatermarks {

    /** The key of a slot is tenant/project/site/sku/start; a project may have a '/'. What has another key holds no tenant there is. */
    private static final String UNREADABLE = """
            SELECT decode(split_part(key, '/', 1), 'escape'), decode(split_part(key, '/', -3), 'escape'),
                (extract(epoch FROM min(recorded_at)) * 1000000)::bigint, (extract(epoch FROM max(recorded_at)) * 1000000)::bigint
            FROM (SELECT encode(record_key, 'escape') AS key, recorded_at FROM unreadable_record
                  WHERE topic = ? AND discarded_at IS NULL AND record_key IS NOT NULL) AS aside
            GROUP BY 1, 2
            """;

    private static final String CHANGES = "SELECT min(change_id), max(change_id) FROM input_change HAVING count(*) > 0";

    /** Also those that rest: a month of a contract may have ended inside a day of a site that still runs. */
    private static final String DAYS = """
            SELECT tenant_id, site, (extract(epoch FROM min(dirty_since)) * 1000000)::bigint,
                (extract(epoch FROM max(dirty_since)) * 1000000)::bigint, rests_until > ? AS rests
            FROM dirty_day GROUP BY tenant_id, site, rests
            """;

    /** One that rests has not ended, and nobody is invoiced for it, unless it rests because it failed. */
    private static final String MONTHS = """
            SELECT tenant_id, (extract(epoch FROM min(marked_at)) * 1000000)::bigint,
                (extract(epoch FROM max(marked_at)) * 1000000)::bigint, rests_until > ? AS rests
            FROM dirty_month WHERE rests_until <= ? OR failures > 0 GROUP BY tenant_id, rests
            """;

    @Produces
    @Singleton
    HeldTopic watermarks(Clock clock) {
        return new HeldTopic(
                Topics.RATED_WATERMARKS,
                List.of(Topics.METERED_USAGE, Topics.ACCOUNTS),
                List.of(
                        HeldWatermarks::unreadable,
                        HeldWatermarks::changes,
                        connection -> days(connection, clock.instant()),
                        connection -> months(connection, clock.instant())),
                List.of(Topics.RATED_USAGE),
                HeldWatermarks::about);
    }

    /** One that speaks of what is to come waits until then: only days and months that have ended can be told from others. */
    private static About about(byte[] value) throws IOException {
        UsageWatermark watermark = WireJson.read(value, UsageWatermark.class);
        return new About(watermark.tenant(), watermark.site(), watermark.completeUntil());
    }

    /** What could not be read rests: nobody can say when it will be. */
    private static List<Line> unreadable(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(UNREADABLE)) {
            select.setString(1, Topics.METERED_USAGE);
            return Rows.read(
                    select,
                    row -> new Line(
                            new String(row.getBytes(1), StandardCharsets.UTF_8),
                            new String(row.getBytes(2), StandardCharsets.UTF_8),
                            row.getLong(3),
                            row.getLong(4),
                            true));
        }
    }

    private static List<Line> changes(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHANGES)) {
            return Rows.read(
                    select, row -> new Line(HeldTopic.ANY, HeldTopic.ANY, row.getLong(1), row.getLong(2), false));
        }
    }

    private static List<Line> days(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DAYS)) {
            select.setObject(1, Columns.parameter(now));
            return Rows.read(
                    select,
                    row -> new Line(
                            row.getString(1), row.getString(2), row.getLong(3), row.getLong(4), row.getBoolean(5)));
        }
    }

    private static List<Line> months(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MONTHS)) {
            select.setObject(1, Columns.parameter(now));
            select.setObject(2, Columns.parameter(now));
            return Rows.read(
                    select,
                    row -> new Line(
                            row.getString(1), HeldTopic.ANY, row.getLong(2), row.getLong(3), row.getBoolean(4)));
        }
    }
}

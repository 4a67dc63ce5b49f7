package io.wattledger.metering.store;

import io.wattledger.metering.energy.CounterStream;

/** The statements of {@link PostgresNodeBook}. */
final class NodeSql {

    static final String ADD_NODES = """
            INSERT INTO node (tenant_id, node_key, site, node)
            SELECT DISTINCT '-', node_key, site, node FROM unnest(?::bytea[], ?::text[], ?::text[])
                AS given (node_key, site, node)
            ON CONFLICT DO NOTHING
            """;
    static final String ADD_DEVICES = """
            INSERT INTO node_device (tenant_id, device_key, node_key, site, device)
            SELECT DISTINCT '-', device_key, node_key, site, device FROM unnest(?::bytea[], ?::bytea[], ?::text[], ?::text[])
                AS given (device_key, node_key, site, device)
            ORDER BY device_key, node_key
            ON CONFLICT DO NOTHING
            """;
    static final String ADD_REPORTS = """
            INSERT INTO node_report (tenant_id, node_key, starts_at, event_key, ends_at, millijoules, gpu_thousandths,
                devices)
            SELECT '-', node_key, timestamptz 'epoch' + start_milli * interval '1 millisecond', event_key,
                timestamptz 'epoch' + end_milli * interval '1 millisecond', millijoules, gpu_thousandths, devices
            FROM unnest(?::bytea[], ?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                AS given (node_key, start_milli, event_key, end_milli, millijoules, gpu_thousandths, devices)
            """;
    static final String REMOVE_REPORTS = """
            DELETE FROM node_report AS report
            USING unnest(?::bytea[], ?::bigint[], ?::bytea[]) AS given (node_key, start_milli, event_key)
            WHERE report.tenant_id = '-' AND report.node_key = given.node_key
                AND report.starts_at = timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
                AND report.event_key = given.event_key
            """;
    private static final String GIVEN_NODES = """
            (SELECT node_key, timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                    timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                FROM unnest(?::bytea[], ?::bigint[], ?::bigint[]) AS given (node_key, start_milli, end_milli)) AS given
            """;
    static final String NOTE_CHANGES = """
            INSERT INTO node_change (tenant_id, node_key, from_at, to_at)
            SELECT '-', node_key, from_at, to_at FROM %s
            """.formatted(ChangedTimes.inParts("node_key", GIVEN_NODES));

    private static final String CHANGED_KEY = "coalesce(node_key, device_key)";
    private static final String NOT_ASIDE = CHANGED_KEY + " <> ALL (?::bytea[])";

    static final String COUNT_OTHERS = "SELECT count(*) FROM node_change WHERE " + NOT_ASIDE;
    static final String COUNT_OF = "SELECT count(*) FROM node_change WHERE " + CHANGED_KEY + " = ANY (?::bytea[])";

    /**
     * From the first to the last reading of counters between which something can be said otherwise than before: what a claim
     * says of a time, it says of the whole time between two readings. Readings that are not joined are not looked for.
     */
    private static final String REACHED = """
            WITH given AS (SELECT ? * interval '1 millisecond' AS join_up_to),
            oldest AS (SELECT * FROM node_change WHERE %2$s ORDER BY change_id LIMIT ?),
            reached AS (
                SELECT oldest.tenant_id, oldest.change_id, oldest.node_key, oldest.device_key, oldest.site, oldest.device,
                    least(oldest.from_at, min(before.read_at)) AS from_at,
                    greatest(oldest.to_at, max(after.read_at)) AS to_at, count(counter.counter_key) AS counters
                FROM oldest CROSS JOIN given
                LEFT JOIN energy_counter AS counter ON counter.site = oldest.site AND counter.device = oldest.device
                LEFT JOIN LATERAL (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = counter.tenant_id AND reading.counter_key = counter.counter_key
                        AND reading.is_plain
                        AND reading.read_at < oldest.from_at AND reading.read_at >= oldest.from_at - join_up_to
                    GROUP BY reading.read_at ORDER BY reading.read_at DESC LIMIT %1$d) AS before ON true
                LEFT JOIN LATERAL (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = counter.tenant_id AND reading.counter_key = counter.counter_key
                        AND reading.is_plain
                        AND reading.read_at > oldest.to_at AND reading.read_at <= oldest.to_at + join_up_to
                    GROUP BY reading.read_at ORDER BY reading.read_at LIMIT %1$d) AS after ON true
                GROUP BY oldest.tenant_id, oldest.change_id, oldest.node_key, oldest.device_key, oldest.site,
                    oldest.device, oldest.from_at, oldest.to_at),
            """.formatted(CounterStream.JOINED, NOT_ASIDE);

    private static final String END_OF_QUARTER =
            "date_bin('15 minutes', %s + interval '15 minutes' - interval '1 microsecond', timestamptz 'epoch')";

    /**
     * With the whole quarter-hours of all reports that reach into the time: whether one counts hangs on its neighbours. A row
     * for each node that is concerned, or one without node; each says which device is.
     */
    static final String WAITING = REACHED
            + """
            concerned AS (
                SELECT reached.change_id, reached.tenant_id, node.node_key, node.site, node.node
                FROM reached
                JOIN node_device AS member ON member.tenant_id = '-' AND member.device_key = reached.device_key
                JOIN node ON node.tenant_id = '-' AND node.node_key = member.node_key
                UNION ALL
                SELECT reached.change_id, reached.tenant_id, node.node_key, node.site, node.node
                FROM reached JOIN node ON node.tenant_id = '-' AND node.node_key = reached.node_key)
            SELECT reached.tenant_id, reached.change_id, coalesce(reached.node_key, reached.device_key) AS changed_key,
                concerned.site AS node_site, concerned.node,
                date_bin('15 minutes', least(reached.from_at, min(report.starts_at)), timestamptz 'epoch') AS from_at,
                %s AS to_at,
                CASE WHEN reached.counters > 0
                    OR EXISTS (SELECT FROM device_hold AS hold
                        WHERE hold.device_key = reached.device_key AND hold.released_at IS NULL
                            AND hold.ends_at > reached.from_at AND hold.starts_at < reached.to_at)
                    OR EXISTS (SELECT FROM node_share AS share
                        WHERE share.node_key = set_byte(reached.device_key, 0, 255 - get_byte(reached.device_key, 0))
                            AND share.slot_start > reached.from_at - interval '15 minutes'
                            AND share.slot_start < reached.to_at)
                    THEN reached.site END AS device_site, reached.device,
                date_bin('15 minutes', reached.from_at, timestamptz 'epoch') AS device_from_at,
                %s AS device_to_at
            FROM reached
            LEFT JOIN concerned USING (tenant_id, change_id)
            LEFT JOIN node_report AS report ON report.tenant_id = '-' AND report.node_key = concerned.node_key
                AND report.starts_at < reached.to_at AND report.starts_at > reached.from_at - interval '1 day'
                AND report.ends_at > reached.from_at
            GROUP BY reached.tenant_id, reached.change_id, concerned.site, concerned.node, reached.from_at,
                reached.to_at, reached.node_key, reached.device_key, reached.site, reached.device, reached.counters
            ORDER BY reached.change_id, concerned.site, concerned.node
            """.formatted(
                            END_OF_QUARTER.formatted("greatest(reached.to_at, max(report.ends_at))"),
                            END_OF_QUARTER.formatted("reached.to_at"));

    private static final String TIMES = """
            WITH times AS (
                SELECT node_key, timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                    timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                FROM unnest(?::bytea[], ?::bigint[], ?::bigint[]) AS given (node_key, start_milli, end_milli))
            """;

    /** Everybody who has or reads a device of one of the nodes in its time, or has part in its energy until now. */
    static final String TENANTS = TIMES + """
            SELECT claim.tenant_id
            FROM times JOIN node_device AS member USING (node_key)
            JOIN device_claim AS claim ON claim.device_key = member.device_key
                AND claim.ends_at > times.from_at AND claim.starts_at < times.to_at
            UNION
            SELECT counter.tenant_id
            FROM times JOIN node_device AS member USING (node_key)
            JOIN energy_counter AS counter ON counter.site = member.site AND counter.device = member.device
            UNION
            SELECT share.tenant_id
            FROM times JOIN node_share AS share USING (node_key)
            WHERE share.slot_start >= times.from_at AND share.slot_start < times.to_at
            """;

    static final String TAKE = """
            DELETE FROM node_change AS change
            USING unnest(?::text[], ?::bigint[]) AS given (tenant_id, change_id)
            WHERE change.tenant_id = given.tenant_id AND change.change_id = given.change_id
            RETURNING change.tenant_id, change.change_id
            """;

    /** Those that reach into the time and those that overlap one of these; no report is longer than a day. */
    static final String REPORTS = TIMES + """
            , near AS (
                SELECT times.node_key, coalesce(least(times.from_at, min(report.starts_at)), times.from_at) AS from_at,
                    coalesce(greatest(times.to_at, max(report.ends_at)), times.to_at) AS to_at
                FROM times LEFT JOIN node_report AS report ON report.tenant_id = '-' AND report.node_key = times.node_key
                    AND report.starts_at < times.to_at AND report.starts_at > times.from_at - interval '1 day'
                    AND report.ends_at > times.from_at
                GROUP BY times.node_key, times.from_at, times.to_at)
            SELECT report.starts_at, report.ends_at, report.millijoules, report.gpu_thousandths, report.devices
            FROM near JOIN node_report AS report ON report.tenant_id = '-' AND report.node_key = near.node_key
                AND report.starts_at < near.to_at AND report.starts_at > near.from_at - interval '1 day'
                AND report.ends_at > near.from_at
            """;

    static final String CLAIMS = TIMES + """
            SELECT member.device, claim.tenant_id, claim.contributor_key, claim.project, claim.site, claim.sku,
                claim.gpu_thousandths, greatest(claim.starts_at, times.from_at) AS starts_at,
                least(claim.ends_at, times.to_at) AS ends_at
            FROM times JOIN node_device AS member USING (node_key)
            JOIN device_claim AS claim ON claim.device_key = member.device_key
                AND claim.ends_at > times.from_at AND claim.starts_at < times.to_at
            """;
    static final String HOLDS = TIMES + """
            SELECT member.device, hold.tenant_id, hold.contributor_key, hold.starts_at, hold.ends_at
            FROM times JOIN node_device AS member USING (node_key)
            JOIN device_hold AS hold ON hold.device_key = member.device_key AND hold.released_at IS NULL
                AND hold.ends_at > times.from_at AND hold.starts_at < times.to_at
            """;

    /**
     * Since and until when readings of each of the {@code counters} say what is in a time: with so many instants before and after it,
     * at which they do not contradict each other.
     */
    static final String NEAR = """
            near AS (
                SELECT counters.*, coalesce(before.read_at, from_at) AS since, coalesce(after.read_at, to_at) AS until
                FROM counters
                CROSS JOIN LATERAL (SELECT min(read_at) AS read_at FROM (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = counters.tenant_id AND reading.counter_key = counters.counter_key
                        AND reading.is_plain AND reading.read_at <= counters.from_at
                    GROUP BY reading.read_at ORDER BY reading.read_at DESC LIMIT %1$d) AS nearest) AS before
                CROSS JOIN LATERAL (SELECT max(read_at) AS read_at FROM (
                    SELECT read_at FROM energy_reading AS reading
                    WHERE reading.tenant_id = counters.tenant_id AND reading.counter_key = counters.counter_key
                        AND reading.is_plain AND reading.read_at >= counters.to_at
                    GROUP BY reading.read_at ORDER BY reading.read_at LIMIT %1$d) AS nearest) AS after)
            """.formatted(CounterStream.AROUND);

    /** So many readings are in memory together; with more, less of the time is worked out at once. */
    static final int MOST_READINGS = 250_000;

    static final String READINGS = TIMES + """
            , counters AS (
                SELECT counter.*, times.from_at, times.to_at
                FROM times JOIN node_device AS member USING (node_key)
                JOIN energy_counter AS counter ON counter.site = member.site AND counter.device = member.device),
            """ + NEAR + """
            SELECT near.tenant_id, near.site, near.device, near.gpu_thousandths, reading.read_at, reading.millijoules,
                reading.boot, reading.project, reading.sku, reading.is_weighed
            FROM near JOIN energy_reading AS reading USING (tenant_id, counter_key)
            WHERE reading.read_at >= near.since AND reading.read_at <= near.until
            LIMIT %d
            """.formatted(MOST_READINGS + 1);

    static final String STANDING = """
            SELECT * FROM node_share WHERE node_key = ? AND slot_start >= ? AND slot_start < ?
            """;
    static final String REMOVE_SHARES = """
            DELETE FROM node_share AS share
            USING unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[])
                AS given (tenant_id, project, site, sku, slot_second, node_key)
            WHERE share.tenant_id = given.tenant_id AND share.project = given.project AND share.site = given.site
                AND share.sku = given.sku AND share.node_key = given.node_key
                AND share.slot_start = timestamptz 'epoch' + given.slot_second * interval '1 second'
            """;
    static final String ADD_SHARES = """
            INSERT INTO node_share (tenant_id, project, site, sku, slot_start, node_key, milli_gpu_seconds, millijoules,
                estimated_millijoules, counted_milli_gpu_seconds, counted_millijoules, counted_estimated_millijoules,
                held_estimated_milli_gpu_seconds)
            SELECT tenant_id, project, site, sku, timestamptz 'epoch' + slot_second * interval '1 second', node_key,
                milli_gpu_seconds, millijoules, estimated_millijoules, counted_milli_gpu_seconds, counted_millijoules,
                counted_estimated_millijoules, held_estimated_milli_gpu_seconds
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                AS given (tenant_id, project, site, sku, slot_second, node_key, milli_gpu_seconds, millijoules,
                    estimated_millijoules, counted_milli_gpu_seconds, counted_millijoules, counted_estimated_millijoules,
                    held_estimated_milli_gpu_seconds)
            """;
    static final String REMOVE_SLOTS = """
            DELETE FROM node_slot WHERE tenant_id = '-' AND node_key = ? AND slot_start >= ? AND slot_start < ?
            """;
    static final String ADD_SLOTS = """
            INSERT INTO node_slot (tenant_id, node_key, slot_start, millijoules, operator_millijoules,
                doubtful_millijoules, doubt)
            SELECT '-', node_key, timestamptz 'epoch' + slot_second * interval '1 second', millijoules,
                operator_millijoules, doubtful_millijoules, doubt
            FROM unnest(?::bytea[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                AS given (node_key, slot_second, millijoules, operator_millijoules, doubtful_millijoules, doubt)
            """;
    private static final String GIVEN = """
            coalesce((SELECT sum(share.millijoules) FROM node_share AS share
                WHERE share.node_key = slot.node_key AND share.slot_start = slot.slot_start), 0)""";
    static final String BOOKS = """
            SELECT node.site, node.node, sum(slot.millijoules)::bigint AS read, sum(%s)::bigint AS given,
                sum(slot.operator_millijoules)::bigint AS operator, sum(slot.doubtful_millijoules)::bigint AS doubtful,
                array_agg(extract(epoch FROM slot.slot_start)::bigint ORDER BY slot.slot_start)
                    FILTER (WHERE slot.doubt IS NOT NULL) AS doubt_seconds,
                array_agg(slot.doubt ORDER BY slot.slot_start) FILTER (WHERE slot.doubt IS NOT NULL) AS doubt_kinds,
                array_agg(slot.doubtful_millijoules ORDER BY slot.slot_start) FILTER (WHERE slot.doubt IS NOT NULL)
                    AS doubt_millijoules
            FROM node JOIN node_slot AS slot USING (tenant_id, node_key)
            WHERE slot.slot_start >= ? AND slot.slot_start < ? AND (?::text IS NULL OR node.site = ?)
                AND (node.site, node.node) > (?, ?)
            GROUP BY node.site, node.node
            ORDER BY node.site, node.node LIMIT ?
            """.formatted(GIVEN);
    static final String TOTALS = """
            SELECT coalesce(sum(slot.millijoules), 0)::bigint AS read, coalesce(sum(%s), 0)::bigint AS given,
                coalesce(sum(slot.operator_millijoules), 0)::bigint AS operator,
                coalesce(sum(slot.doubtful_millijoules), 0)::bigint AS doubtful
            FROM node_slot AS slot WHERE slot.slot_start >= ?
            """.formatted(GIVEN);

    private NodeSql() {}
}

package io.wattledger.metering.store;

/**
 * Parts of statements that note times at which something has changed, made of rows with {@code from_at} and {@code to_at}. What has
 * changed far apart in time is noted apart: all of the time between would be worked out with it.
 */
final class ChangedTimes {

    /** The times as long as they can be, what is less than a day apart in one: each has its price. To be grouped by what has changed. */
    static final String TIME = "unnest(range_agg(tstzrange(from_at, to_at + interval '24 hours'))) AS time";

    static final String FROM = "lower(time)";
    static final String TO = "upper(time) - interval '24 hours'";

    /** Beside rows with such a {@code time}: where its parts of at most 31 days begin, for work that takes as long as the time is. */
    static final String PARTS = """
            generate_series(lower(time), upper(time) - interval '24 hours 1 microsecond', interval '744 hours') AS part""";

    static final String PART_TO = "least(part + interval '744 hours', upper(time) - interval '24 hours')";

    /** The times in which given devices have changed: tenant, key, site, device, and when each change begins and ends, in that order. */
    static final String OF_GIVEN_DEVICES = """
            (
                SELECT tenant_id, device_key, min(site) AS site, min(device) AS device, %s
                FROM (
                    SELECT tenant_id, device_key, site, device,
                        timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                        timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                    FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                        AS given (tenant_id, device_key, site, device, start_milli, end_milli)) AS given
                GROUP BY tenant_id, device_key) AS times
            """.formatted(TIME);

    private ChangedTimes() {}
}

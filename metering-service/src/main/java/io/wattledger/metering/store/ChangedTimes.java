package io.wattledger.metering.store;

/**
 * Parts of statements that note times at which something has changed, made of rows with {@code from_at} and {@code to_at}. What has
 * changed far apart in time is noted apart: all of the time between would be worked out with it. Each is a table to select from, with a
 * name of its own.
 */
final class ChangedTimes {

    private static final String OF_DEVICES = "tenant_id, device_key, site, device";

    /** The times in which given devices have changed: tenant, key, site, device, and when each change begins and ends, in that order. */
    static final String GIVEN_DEVICES = """
            (SELECT tenant_id, device_key, site, device,
                    timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                    timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                FROM unnest(?::text[], ?::bytea[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                    AS given (tenant_id, device_key, site, device, start_milli, end_milli)) AS given
            """;

    /** Has devices checked in the times of {@code changed}. */
    static String toBeChecked(String changed) {
        return """
                INSERT INTO device_change (tenant_id, device_key, site, device, from_at, to_at)
                SELECT tenant_id, device_key, site, device, from_at, to_at FROM %s
                """.formatted(joined(OF_DEVICES, changed));
    }

    /** Has the energy of devices shared anew in the times of {@code changed}. */
    static String toBeShared(String changed) {
        return """
                INSERT INTO node_change (tenant_id, device_key, site, device, from_at, to_at)
                SELECT tenant_id, device_key, site, device, from_at, to_at FROM %s
                """.formatted(inParts(OF_DEVICES, changed));
    }

    /**
     * The times as long as they can be, what is less than a day apart in one: each has its price.
     *
     * @param columns by which it is told what has changed
     */
    static String joined(String columns, String changed) {
        return """
                (SELECT %1$s, lower(time) AS from_at, upper(time) - interval '24 hours' AS to_at
                FROM (
                    SELECT %1$s, unnest(range_agg(tstzrange(from_at, to_at + interval '24 hours'))) AS time
                    FROM %2$s
                    GROUP BY %1$s) AS far_apart) AS joined""".formatted(columns, changed);
    }

    /** The same in parts of at most 31 days, for work that takes as long as the time is. */
    static String inParts(String columns, String changed) {
        return """
                (SELECT %1$s, part AS from_at, least(part + interval '744 hours', to_at) AS to_at
                FROM %2$s,
                    generate_series(from_at, to_at - interval '1 microsecond', interval '744 hours') AS part) AS parts""".formatted(columns, joined(columns, changed));
    }

    private ChangedTimes() {}
}

package io.wattledger.metering.store;

/** The statements of {@link PostgresDeviceBook}. */
final class DeviceSql {

    /** In the order of the key, so that copies of the service that change the same claims do not wait in a circle. */
    static final String REMOVE_CLAIMS = """
            DELETE FROM device_claim AS claim
            USING unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[])
                AS given (tenant_id, device_key, contributor_key, start_milli)
            WHERE claim.tenant_id = given.tenant_id AND claim.device_key = given.device_key
                AND claim.contributor_key = given.contributor_key
                AND claim.starts_at = timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
            """;

    static final String RELEASE_OF_CLAIMS = """
            UPDATE device_hold AS hold SET released_at = ?
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[])
                AS given (tenant_id, device_key, contributor_key, start_milli, end_milli)
            WHERE hold.tenant_id = given.tenant_id AND hold.device_key = given.device_key
                AND hold.contributor_key = given.contributor_key AND hold.released_at IS NULL
                AND hold.starts_at >= timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
                AND hold.starts_at < timestamptz 'epoch' + given.end_milli * interval '1 millisecond'
            RETURNING hold.*
            """;
    static final String ADD_CLAIMS = """
            INSERT INTO device_claim (tenant_id, device_key, contributor_key, starts_at, ends_at, project, site, sku,
                gpu_thousandths, source, name, gaps)
            SELECT tenant_id, device_key, contributor_key, timestamptz 'epoch' + start_milli * interval '1 millisecond',
                timestamptz 'epoch' + end_milli * interval '1 millisecond', project, site, sku, gpu_thousandths, source,
                name, gaps
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::bigint[], ?::text[], ?::text[], ?::text[])
                AS given (tenant_id, device_key, contributor_key, start_milli, end_milli, project, site, sku,
                    gpu_thousandths, source, name, gaps)
            ON CONFLICT (tenant_id, device_key, contributor_key, starts_at) DO UPDATE
            SET ends_at = excluded.ends_at, gaps = excluded.gaps
            """;

    static final String NOTE_CHANGES = ChangedTimes.toBeChecked(ChangedTimes.GIVEN_DEVICES);

    private static final String DEVICE = "device_key, site, device";

    /** Everybody who claims one of the {@code chosen} devices around the time that has changed, or has something held there. */
    private static final String INVOLVED =
            """
            changed AS (SELECT * FROM %s),
            reach AS (
                SELECT changed.device_key, changed.site, changed.device,
                    least(changed.from_at, min(claim.starts_at)) AS from_at,
                    greatest(changed.to_at, max(claim.ends_at)) AS to_at
                FROM changed LEFT JOIN device_claim AS claim
                    ON claim.device_key = changed.device_key AND claim.ends_at > changed.from_at
                        AND claim.starts_at < changed.to_at
                GROUP BY changed.device_key, changed.site, changed.device, changed.from_at, changed.to_at),
            involved AS (
                SELECT reach.site, reach.device, change.tenant_id
                FROM reach JOIN device_change AS change USING (device_key)
                UNION
                SELECT reach.site, reach.device, claim.tenant_id
                FROM reach JOIN device_claim AS claim USING (device_key)
                WHERE claim.ends_at > reach.from_at AND claim.starts_at < reach.to_at
                UNION
                SELECT reach.site, reach.device, hold.tenant_id
                FROM reach JOIN device_hold AS hold USING (device_key)
                WHERE hold.released_at IS NULL AND hold.ends_at > reach.from_at AND hold.starts_at < reach.to_at)
            """.formatted(ChangedTimes.joined(DEVICE, "chosen JOIN device_change USING (device_key)"));
    /** The devices that wait longest for a check, each with all tenants who have to do with it. */
    static final String WAITING = """
            WITH chosen AS (
                SELECT DISTINCT device_key
                FROM (SELECT device_key FROM device_change WHERE device_key <> ALL (?::bytea[])
                    ORDER BY change_id LIMIT ?) AS changes),
            """ + INVOLVED + """
            SELECT site, device, array_agg(tenant_id ORDER BY tenant_id) AS tenants
            FROM involved GROUP BY site, device ORDER BY site, device
            """;
    /** Of devices that are locked, those that wait and with which nobody has to do but the tenants of the transaction. */
    static final String NOBODY_ELSES = """
            WITH chosen AS (SELECT device_key FROM unnest(?::bytea[]) AS given (device_key)),
            """ + INVOLVED + """
            SELECT site, device FROM involved
            GROUP BY site, device HAVING bool_and(tenant_id = ANY (app_tenants())) ORDER BY site, device
            """;
    /** Who had a device has changed, and with it whose the energy of its node is. */
    static final String TAKE = """
            WITH taken AS (
                DELETE FROM device_change WHERE device_key = ANY (?::bytea[])
                RETURNING tenant_id, device_key, site, device, from_at, to_at),
            noted AS (%s)
            SELECT site, device, from_at, to_at FROM %s
            """.formatted(ChangedTimes.toBeShared("taken"), ChangedTimes.joined(DEVICE, "taken"));

    private static final String REACH = """
            WITH changed AS (
                SELECT place, device_key, timestamptz 'epoch' + start_milli * interval '1 millisecond' AS from_at,
                    timestamptz 'epoch' + end_milli * interval '1 millisecond' AS to_at
                FROM unnest(?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[])
                    AS given (place, device_key, start_milli, end_milli)),
            reach AS (
                SELECT changed.place, changed.device_key, least(changed.from_at, min(claim.starts_at)) AS from_at,
                    greatest(changed.to_at, max(claim.ends_at)) AS to_at
                FROM changed LEFT JOIN device_claim AS claim
                    ON claim.device_key = changed.device_key AND claim.ends_at > changed.from_at
                        AND claim.starts_at < changed.to_at
                GROUP BY changed.place, changed.device_key, changed.from_at, changed.to_at)
            """;
    static final String CLAIMS_AROUND = REACH + """
            SELECT reach.place, claim.*
            FROM reach JOIN device_claim AS claim USING (device_key)
            WHERE claim.ends_at > reach.from_at AND claim.starts_at < reach.to_at
            """;
    static final String HOLDS_AROUND = REACH + """
            SELECT reach.place, hold.*
            FROM reach JOIN device_hold AS hold USING (device_key)
            WHERE hold.released_at IS NULL AND hold.ends_at > reach.from_at AND hold.starts_at < reach.to_at
            """;
    static final String CONFIRM = """
            SELECT given.place
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[],
                    ?::bigint[])
                AS given (tenant_id, device_key, contributor_key, start_milli, end_milli, project, sku, gpu_thousandths,
                    place)
            JOIN device_claim AS claim
                USING (tenant_id, device_key, contributor_key, project, sku, gpu_thousandths)
            WHERE claim.starts_at <= timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
                AND claim.ends_at >= timestamptz 'epoch' + given.end_milli * interval '1 millisecond'
            ORDER BY claim.tenant_id, claim.device_key, claim.contributor_key, claim.starts_at
            FOR KEY SHARE OF claim
            """;
    static final String RELEASE = """
            UPDATE device_hold AS hold SET released_at = ?
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::text[], ?::bytea[])
                AS given (tenant_id, device_key, contributor_key, start_milli, against_tenant, against_key)
            WHERE hold.tenant_id = given.tenant_id AND hold.device_key = given.device_key
                AND hold.contributor_key = given.contributor_key
                AND hold.starts_at = timestamptz 'epoch' + given.start_milli * interval '1 millisecond'
                AND hold.against_tenant = given.against_tenant AND hold.against_key = given.against_key
                AND hold.released_at IS NULL
            RETURNING hold.*
            """;
    static final String BEGIN = """
            INSERT INTO device_hold (found_at, tenant_id, device_key, contributor_key, starts_at, against_tenant,
                against_key, ends_at, project, site, sku, device, gpu_thousandths, milli_gpu_seconds, source, name,
                against_source, against_name)
            SELECT ?, tenant_id, device_key, contributor_key,
                timestamptz 'epoch' + start_milli * interval '1 millisecond', against_tenant, against_key,
                timestamptz 'epoch' + end_milli * interval '1 millisecond', project, site, sku, device, gpu_thousandths,
                milli_gpu_seconds, source, name, against_source, against_name
            FROM unnest(?::text[], ?::bytea[], ?::bytea[], ?::bigint[], ?::text[], ?::bytea[], ?::bigint[], ?::text[],
                ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS given (tenant_id, device_key, contributor_key, start_milli, against_tenant, against_key, end_milli,
                    project, site, sku, device, gpu_thousandths, milli_gpu_seconds, source, name, against_source,
                    against_name)
            ON CONFLICT (tenant_id, device_key, contributor_key, starts_at, against_tenant, against_key) DO UPDATE
            SET ends_at = excluded.ends_at, milli_gpu_seconds = excluded.milli_gpu_seconds,
                project = excluded.project, sku = excluded.sku, gpu_thousandths = excluded.gpu_thousandths,
                released_at = NULL
            """;

    private DeviceSql() {}
}

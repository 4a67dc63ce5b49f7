-- Records of a month that went to another contract counted from revision 1 again (docs/decisions/0091): whoever had read a higher one of the
-- key took no notice. Each record of a month that was rated for two contracts is stated once more, with what it was rated from, under a
-- revision that none can have had: a month is rated a few times an hour at most.
ALTER TABLE rated_day NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rated_month NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rating_basis NO FORCE ROW LEVEL SECURITY;
ALTER TABLE outbox NO FORCE ROW LEVEL SECURITY;
WITH again AS (
    UPDATE rated_day AS d
    SET revision = d.revision + 1000000,
        message = convert_to(regexp_replace(convert_from(d.message, 'UTF8'), '"revision":\d+',
            '"revision":' || (d.revision + 1000000)), 'UTF8')
    WHERE d.site = '-' AND EXISTS (
        SELECT FROM rated_month AS own JOIN rated_month AS other USING (tenant_id, month)
        WHERE own.tenant_id = d.tenant_id AND own.contract = d.contract AND other.contract <> d.contract
            AND d.period_start >= own.month::timestamp AT TIME ZONE 'UTC' - interval '1 day'
            AND d.period_start < (own.month + interval '1 month') AT TIME ZONE 'UTC' + interval '1 day'
            AND 'month:' || to_char(own.month, 'YYYY-MM-DD') = ANY (d.inputs))
    RETURNING d.tenant_id, d.project, d.site, d.sku, d.period_start, d.revision, d.message,
        concat_ws('/', d.tenant_id, d.project, d.site, d.sku,
            to_char(d.period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) AS record_key
), bases AS (
    INSERT INTO rating_basis (tenant_id, project, site, sku, period_start, revision, sha256)
    SELECT b.tenant_id, b.project, b.site, b.sku, b.period_start, again.revision, b.sha256
    FROM again JOIN rating_basis AS b USING (tenant_id, project, site, sku, period_start)
    WHERE b.revision = again.revision - 1000000
)
INSERT INTO outbox (tenant_id, topic, outbox_key, sequence, partition_key, record_key, value)
SELECT tenant_id, 'rated-usage.v1', record_key, nextval('outbox_order'), tenant_id || '/' || project,
    convert_to(record_key, 'UTF8'), message
FROM again
ON CONFLICT (tenant_id, topic, outbox_key) DO UPDATE SET value = excluded.value;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
ALTER TABLE rating_basis FORCE ROW LEVEL SECURITY;
ALTER TABLE rated_month FORCE ROW LEVEL SECURITY;
ALTER TABLE rated_day FORCE ROW LEVEL SECURITY;

-- GPU time of a tenant of all time and of what no invoice holds, and of what one statement changes. Each record fits 64 bits, and what
-- many come to does not: some 2,900 reports of the largest allocation over a year, all of them within the rules. Changes of many tenants
-- are rolled up in one statement, which failed for all of them.
ALTER TABLE usage_change
    ALTER COLUMN received DROP DEFAULT,
    ALTER COLUMN invoiced DROP DEFAULT;
ALTER TABLE usage_change
    ALTER COLUMN received TYPE numeric[],
    ALTER COLUMN invoiced TYPE numeric[];
ALTER TABLE usage_change
    ALTER COLUMN received SET DEFAULT '{}',
    ALTER COLUMN invoiced SET DEFAULT '{}';
ALTER TABLE usage_total
    ALTER COLUMN received TYPE numeric,
    ALTER COLUMN invoiced TYPE numeric;
ALTER TABLE open_usage ALTER COLUMN milli_gpu_seconds TYPE numeric;

-- As in V27, with sums that are not cut to 64 bits.
CREATE OR REPLACE FUNCTION tell_change_of_rated_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(received), array_agg(amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds) AS received,
                  sum(amount) AS amount
              FROM come GROUP BY 1, 2, 3, 4) AS day
        GROUP BY 1, 2, 3;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(-received), array_agg(-amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds) AS received,
                  sum(amount) AS amount
              FROM gone GROUP BY 1, 2, 3, 4) AS day
        GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(received), array_agg(amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds) AS received,
                  sum(amount) AS amount
              FROM (SELECT tenant_id, contract_id, currency, period_start, milli_gpu_seconds, amount FROM come
                    UNION ALL
                    SELECT tenant_id, contract_id, currency, period_start, -milli_gpu_seconds, -amount FROM gone) AS moved
              GROUP BY 1, 2, 3, 4 HAVING sum(milli_gpu_seconds) <> 0 OR sum(amount) <> 0) AS day
        GROUP BY 1, 2, 3;
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION tell_billed_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, invoiced, amounts)
    SELECT tenant_id, contract_id, currency, period_starts, invoiced, amounts
    FROM (SELECT tenant_id, number, array_agg(period_start) AS period_starts, array_agg(invoiced) AS invoiced,
              array_agg(amount) AS amounts
          FROM (SELECT tenant_id, number, period_start, sum(milli_gpu_seconds) AS invoiced, -sum(amount) AS amount
                FROM billed GROUP BY 1, 2, 3) AS day
          GROUP BY 1, 2) AS document
    JOIN invoice USING (tenant_id, number);
    RETURN NULL;
END
$$;

-- The sums of law 8, kept by the very statements that change what they sum up, whoever sends them; docs/decisions/0039 says why.
--
-- What statements change: rows that are only added, so that nobody waits for anybody. The arrays are parallel: entry n of each is of
-- charge periods that start at entry n of period_starts; beyond the end of an array it is 0. Rolled up in the background into the two
-- tables below and deleted then; the books add up both.
CREATE TABLE usage_change (
    tenant_id     text          NOT NULL,
    entry_id      bigint        NOT NULL GENERATED ALWAYS AS IDENTITY,
    contract_id   text          NOT NULL,
    currency      text          NOT NULL,
    period_starts timestamptz[] NOT NULL,
    received      bigint[]      NOT NULL DEFAULT '{}',
    invoiced      bigint[]      NOT NULL DEFAULT '{}',
    amounts       numeric[]     NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

-- Milli-GPU-seconds of all time.
CREATE TABLE usage_total (
    tenant_id text   NOT NULL PRIMARY KEY,
    received  bigint NOT NULL,
    invoiced  bigint NOT NULL
) WITH (fillfactor = 50);

-- What no invoice holds; where that is nothing there is no row. Less than nothing where less was used than invoiced.
CREATE TABLE open_usage (
    tenant_id         text        NOT NULL,
    contract_id       text        NOT NULL,
    period_start      timestamptz NOT NULL,
    currency          text        NOT NULL,
    milli_gpu_seconds bigint      NOT NULL,
    amount            numeric     NOT NULL,
    PRIMARY KEY (tenant_id, contract_id, period_start, currency),
    CHECK (milli_gpu_seconds <> 0 OR amount <> 0)
) WITH (fillfactor = 50);

-- Usage without a price is rare, and what is open of it is asked of the rows themselves.
CREATE INDEX rated_usage_without_price ON rated_usage (tenant_id, contract_id, period_start) WHERE gaps > 0;

CREATE FUNCTION tell_change_of_rated_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(received), array_agg(amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds)::bigint AS received,
                  sum(amount) AS amount
              FROM come GROUP BY 1, 2, 3, 4) AS day
        GROUP BY 1, 2, 3;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(-received), array_agg(-amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds)::bigint AS received,
                  sum(amount) AS amount
              FROM gone GROUP BY 1, 2, 3, 4) AS day
        GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, amounts)
        SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(received), array_agg(amount)
        FROM (SELECT tenant_id, contract_id, currency, period_start, sum(milli_gpu_seconds)::bigint AS received,
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
CREATE TRIGGER usage_came AFTER INSERT ON rated_usage
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_change_of_rated_usage();
CREATE TRIGGER usage_went AFTER DELETE ON rated_usage
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_change_of_rated_usage();
CREATE TRIGGER usage_changed AFTER UPDATE ON rated_usage
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_change_of_rated_usage();

-- Usage is open under the contract that it falls under, and taken off that by the invoices of the same contract: where a day moves
-- to another contract after issue, what was invoiced is less than nothing under the first one until that is corrected.
CREATE FUNCTION tell_billed_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, invoiced, amounts)
    SELECT tenant_id, contract_id, currency, period_starts, invoiced, amounts
    FROM (SELECT tenant_id, number, array_agg(period_start) AS period_starts, array_agg(invoiced) AS invoiced,
              array_agg(amount) AS amounts
          FROM (SELECT tenant_id, number, period_start, sum(milli_gpu_seconds)::bigint AS invoiced, -sum(amount) AS amount
                FROM billed GROUP BY 1, 2, 3) AS day
          GROUP BY 1, 2) AS document
    JOIN invoice USING (tenant_id, number);
    RETURN NULL;
END
$$;
CREATE TRIGGER usage_billed AFTER INSERT ON invoiced_usage
    REFERENCING NEW TABLE AS billed FOR EACH STATEMENT EXECUTE FUNCTION tell_billed_usage();

-- What is there, summed up while the triggers above keep writers out until this is committed. The owner has to see all tenants.
ALTER TABLE rated_usage NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invoiced_usage NO FORCE ROW LEVEL SECURITY;
ALTER TABLE invoice NO FORCE ROW LEVEL SECURITY;
INSERT INTO usage_change (tenant_id, contract_id, currency, period_starts, received, invoiced, amounts)
SELECT tenant_id, contract_id, currency, array_agg(period_start), array_agg(received), array_agg(invoiced), array_agg(amount)
FROM (SELECT tenant_id, contract_id, currency, period_start, sum(received)::bigint AS received,
          sum(invoiced)::bigint AS invoiced, sum(amount) AS amount
      FROM (SELECT tenant_id, contract_id, currency, period_start, milli_gpu_seconds AS received, 0 AS invoiced, amount
            FROM rated_usage
            UNION ALL
            SELECT tenant_id, contract_id, currency, invoiced_usage.period_start, 0, milli_gpu_seconds, -amount
            FROM invoiced_usage JOIN invoice USING (tenant_id, number)) AS told
      GROUP BY 1, 2, 3, 4) AS day
GROUP BY 1, 2, 3;
ALTER TABLE invoice FORCE ROW LEVEL SECURITY;
ALTER TABLE invoiced_usage FORCE ROW LEVEL SECURITY;
ALTER TABLE rated_usage FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON usage_change TO ${service}_app;
GRANT SELECT, INSERT, UPDATE ON usage_total TO ${service}_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON open_usage TO ${service}_app;
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['usage_change', 'usage_total', 'open_usage']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[])) '
            || 'WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
    END LOOP;
END
$$;

-- The sums of law 8, kept by the very statements that change what they sum up, whoever sends them; docs/decisions/0039 says why.
-- What statements change: rows that are only added, so that nobody waits for anybody. Rolled up in the background into
-- balance_total and deleted then; the books add up both. Of usage that cannot be rated there is little: it is added up when asked for.
CREATE TABLE balance_change (
    tenant_id text   NOT NULL,
    entry_id  bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    received  bigint NOT NULL,
    rated     bigint NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
-- Milli-GPU-seconds of all time.
CREATE TABLE balance_total (
    tenant_id text   NOT NULL PRIMARY KEY,
    received  bigint NOT NULL,
    rated     bigint NOT NULL
) WITH (fillfactor = 50);

-- Its argument is the column that the table is summed up in.
CREATE FUNCTION tell_gpu_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_received int := (TG_ARGV[0] = 'received')::int;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO balance_change (tenant_id, received, rated)
        SELECT tenant_id, is_received * sum(milli_gpu_seconds), (1 - is_received) * sum(milli_gpu_seconds)
        FROM come GROUP BY tenant_id HAVING sum(milli_gpu_seconds) <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO balance_change (tenant_id, received, rated)
        SELECT tenant_id, -is_received * sum(milli_gpu_seconds), (is_received - 1) * sum(milli_gpu_seconds)
        FROM gone GROUP BY tenant_id HAVING sum(milli_gpu_seconds) <> 0;
    ELSE
        INSERT INTO balance_change (tenant_id, received, rated)
        SELECT tenant_id, is_received * sum(milli_gpu_seconds), (1 - is_received) * sum(milli_gpu_seconds)
        FROM (SELECT tenant_id, milli_gpu_seconds FROM come
              UNION ALL SELECT tenant_id, -milli_gpu_seconds FROM gone) AS moved
        GROUP BY tenant_id HAVING sum(milli_gpu_seconds) <> 0;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER slots_came AFTER INSERT ON metered_slot
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('received');
CREATE TRIGGER slots_went AFTER DELETE ON metered_slot
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('received');
CREATE TRIGGER slots_changed AFTER UPDATE ON metered_slot
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('received');
CREATE TRIGGER days_came AFTER INSERT ON rated_day
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('rated');
CREATE TRIGGER days_went AFTER DELETE ON rated_day
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('rated');
CREATE TRIGGER days_changed AFTER UPDATE ON rated_day
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION tell_gpu_time('rated');

-- What is there, summed up while the triggers above keep writers out until this is committed. The owner has to see all tenants.
ALTER TABLE metered_slot NO FORCE ROW LEVEL SECURITY;
ALTER TABLE rated_day NO FORCE ROW LEVEL SECURITY;
INSERT INTO balance_total (tenant_id, received, rated)
SELECT tenant_id, sum(received), sum(rated)
FROM (SELECT tenant_id, milli_gpu_seconds AS received, 0 AS rated FROM metered_slot
      UNION ALL SELECT tenant_id, 0, milli_gpu_seconds FROM rated_day) AS told
GROUP BY tenant_id;
ALTER TABLE rated_day FORCE ROW LEVEL SECURITY;
ALTER TABLE metered_slot FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, DELETE ON balance_change TO ${service}_app;
GRANT SELECT, INSERT, UPDATE ON balance_total TO ${service}_app;
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['balance_change', 'balance_total'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', t);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
END $$;

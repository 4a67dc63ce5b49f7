-- What became of the events, as batches tell it: one row per batch and tenant, only added, so that batches which work side
-- by side never wait for each other's counts. The arrays are parallel: entry n of each is of source n. Rolled up by hour in
-- the background and deleted then; the books add up both.
CREATE TABLE tally_journal (
    tenant_id         text COLLATE "C" NOT NULL,
    entry_id          bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    hour              timestamptz      NOT NULL,
    sources           text[]           NOT NULL,
    received          bigint[]         NOT NULL,
    metered           bigint[]         NOT NULL,
    duplicate         bigint[]         NOT NULL,
    conflicting       bigint[]         NOT NULL,
    refused           bigint[]         NOT NULL,
    late              bigint[]         NOT NULL,
    milli_gpu_seconds bigint[]         NOT NULL,
    PRIMARY KEY (tenant_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);
GRANT SELECT, INSERT, DELETE ON tally_journal TO ${service}_app;

-- The same by hour of receipt and source; source is '' where an event names none. event_tally holds the sums over sources,
-- so that the books of all time stay cheap where every node is a source of its own.
CREATE TABLE source_tally (
    tenant_id         text COLLATE "C" NOT NULL,
    hour              timestamptz      NOT NULL,
    source            text COLLATE "C" NOT NULL,
    received          bigint           NOT NULL,
    metered           bigint           NOT NULL,
    duplicate         bigint           NOT NULL,
    conflicting       bigint           NOT NULL,
    refused           bigint           NOT NULL,
    late              bigint           NOT NULL,
    milli_gpu_seconds bigint           NOT NULL,
    PRIMARY KEY (tenant_id, hour, source)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
GRANT SELECT, INSERT, UPDATE ON source_tally TO ${service}_app;

ALTER TABLE event_tally ADD COLUMN late bigint NOT NULL DEFAULT 0;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['tally_journal', 'source_tally']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I'
            ' USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
    END LOOP;
END
$$;

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

-- Refused events, by whichever door they came. refusal_key is the first 16 bytes of a SHA-256 over the tenant, the
-- attributes and the bytes: the same refused event sent again is another attempt and no other row. What was sent stays as
-- it came; the application may change only what later attempts and people make of it. tenant_id is '-' where the event
-- names no tenant that can be.
ALTER TABLE refusal RENAME TO refusal_of_record;
ALTER TABLE refusal_of_record NO FORCE ROW LEVEL SECURITY;
ALTER TABLE refusal_of_record RENAME CONSTRAINT refusal_pkey TO refusal_of_record_pkey;
CREATE TABLE refusal (
    tenant_id        text COLLATE "C" NOT NULL,
    refusal_key      bytea            NOT NULL CHECK (octet_length(refusal_key) = 16),
    state            text             NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'replayed', 'discarded')),
    attempts         bigint           NOT NULL DEFAULT 1,
    first_refused_at timestamptz      NOT NULL,
    last_refused_at  timestamptz      NOT NULL,
    code             text             NOT NULL,
    field            text             NOT NULL,
    value            text,
    rule             text             NOT NULL,
    source           text COLLATE "C",
    event_id         text,
    event_type       text,
    site             text COLLATE "C",
    door             text             NOT NULL CHECK (door IN ('kafka', 'http')),
    structured       boolean          NOT NULL,
    topic            text,
    partition_id     bigint,
    record_offset    bigint,
    written_at       timestamptz,
    record_key       bytea,
    record_value     bytea,
    value_length     bigint           NOT NULL,
    headers          jsonb            NOT NULL,
    PRIMARY KEY (tenant_id, refusal_key)
);
INSERT INTO refusal (tenant_id, refusal_key, first_refused_at, last_refused_at, code, field, value, rule, source,
    event_id, door, structured, topic, partition_id, record_offset, written_at, record_key, record_value, value_length,
    headers)
SELECT tenant_id, substring(sha256(convert_to(topic || '/' || partition_id || '/' || record_offset, 'UTF8')) FOR 16),
    received_at, received_at, code, field, value, rule, source, event_id, 'kafka',
    coalesce(headers ->> 'content-type', '') ILIKE 'application/cloudevents%', topic, partition_id, record_offset,
    written_at, record_key, record_value, coalesce(octet_length(record_value), 0), headers
FROM refusal_of_record
ON CONFLICT DO NOTHING;
DROP TABLE refusal_of_record;
CREATE INDEX refusal_by_key ON refusal (refusal_key);
CREATE INDEX refusal_by_time ON refusal (first_refused_at DESC, tenant_id, refusal_key);
CREATE INDEX refusal_of_tenant ON refusal (tenant_id, first_refused_at DESC, refusal_key);
GRANT SELECT, INSERT, UPDATE (state, attempts, last_refused_at, code, field, value, rule) ON refusal TO ${service}_app;

-- How many refusals of a tenant are open and what they take: bounds what a flood of them can do.
CREATE TABLE refusal_stock (
    tenant_id    text COLLATE "C" NOT NULL PRIMARY KEY,
    open_records bigint           NOT NULL CHECK (open_records >= 0),
    open_bytes   bigint           NOT NULL CHECK (open_bytes >= 0)
);
INSERT INTO refusal_stock
SELECT tenant_id, count(*), sum(coalesce(octet_length(record_key), 0) + coalesce(octet_length(record_value), 0))
FROM refusal GROUP BY tenant_id;
GRANT SELECT, INSERT, UPDATE ON refusal_stock TO ${service}_app;

-- What people did about refusals, and what came of it. Append-only.
CREATE TABLE refusal_step (
    tenant_id      text COLLATE "C" NOT NULL,
    refusal_key    bytea            NOT NULL,
    step_id        bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    at             timestamptz      NOT NULL,
    actor          text             NOT NULL,
    action         text             NOT NULL CHECK (action IN ('replayed', 'refused-again', 'conflict', 'discarded')),
    attempt        bigint           NOT NULL,
    code           text,
    detail         text,
    reason         text,
    event_tenant   text,
    event_source   text,
    event_id       text,
    repaired_value bytea,
    PRIMARY KEY (tenant_id, refusal_key, step_id)
);
GRANT SELECT, INSERT ON refusal_step TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['refusal', 'refusal_stock', 'refusal_step']
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

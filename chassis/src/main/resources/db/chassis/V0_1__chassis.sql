-- The tenants that the current transaction works for; no row is visible where the setting is absent.
CREATE FUNCTION app_tenants() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT string_to_array(coalesce(current_setting('app.tenants', true), ''), chr(31)) $$;

-- The next offset to read of each topic partition, moved in the transaction that holds the effects of what was read.
CREATE TABLE consumed_position (
    topic        text   NOT NULL,
    partition_id int    NOT NULL,
    next_offset  bigint NOT NULL CHECK (next_offset >= 0),
    PRIMARY KEY (topic, partition_id)
);
GRANT SELECT, INSERT, UPDATE ON consumed_position TO ${service}_app;
GRANT SELECT ON consumed_position TO ${service}_operator;

-- Messages committed with their cause and not yet acknowledged by Kafka. A message that states what is replaces an
-- unsent one under the same key. tenant_id is '-' for what belongs to no tenant, such as reference data.
CREATE TABLE outbox (
    tenant_id     text   NOT NULL,
    topic         text   NOT NULL,
    outbox_key    text   NOT NULL,
    sequence      bigint NOT NULL,
    partition_key text   NOT NULL,
    record_key    bytea  NOT NULL,
    value         bytea  NOT NULL,
    headers       jsonb  NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant_id, topic, outbox_key)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
CREATE SEQUENCE outbox_order;
ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON outbox
    USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON outbox FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO ${service}_app;
GRANT USAGE ON SEQUENCE outbox_order TO ${service}_app;
GRANT SELECT ON outbox TO ${service}_operator;

-- Texts in keys are compared byte by byte (COLLATE "C"): the order is the same on every machine, and cheaper.

-- Every event that was metered, once, with its data as sent. Append-only: the application may not change or delete rows.
-- An event is known by tenant, source and id; event_key is the first 16 bytes of the SHA-256 over the three, and keeps the
-- index half as large. The three stand beside it and are compared as well.
CREATE TABLE usage_event (
    tenant_id          text COLLATE "C" NOT NULL,
    event_key          bytea            NOT NULL CHECK (octet_length(event_key) = 16),
    content_hash       bytea            NOT NULL CHECK (octet_length(content_hash) = 32),
    source             text COLLATE "C" NOT NULL,
    event_id           text COLLATE "C" NOT NULL,
    project            text COLLATE "C" NOT NULL,
    site               text COLLATE "C" NOT NULL,
    sku                text COLLATE "C" NOT NULL,
    gpu_thousandths    bigint           NOT NULL CHECK (gpu_thousandths > 0),
    starts_at          timestamptz      NOT NULL,
    ends_at            timestamptz      NOT NULL,
    energy_millijoules bigint,
    received_at        timestamptz      NOT NULL,
    data               bytea            NOT NULL,
    PRIMARY KEY (tenant_id, event_key),
    CHECK (ends_at > starts_at)
);
GRANT SELECT, INSERT ON usage_event TO ${service}_app;

-- The total of each series in each quarter-hour. Only figures change after a row is made, so updates stay on the page.
CREATE TABLE usage_slot (
    tenant_id                 text COLLATE "C" NOT NULL,
    project                   text COLLATE "C" NOT NULL,
    site                      text COLLATE "C" NOT NULL,
    sku                       text COLLATE "C" NOT NULL,
    slot_start                timestamptz      NOT NULL,
    milli_gpu_seconds         bigint           NOT NULL CHECK (milli_gpu_seconds >= 0),
    measured_milli_gpu_seconds bigint          NOT NULL CHECK (measured_milli_gpu_seconds BETWEEN 0 AND milli_gpu_seconds),
    measured_millijoules      bigint           NOT NULL CHECK (measured_millijoules >= 0),
    revision                  bigint           NOT NULL CHECK (revision > 0),
    PRIMARY KEY (tenant_id, project, site, sku, slot_start)
) WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);
GRANT SELECT, INSERT, UPDATE ON usage_slot TO ${service}_app;

-- Slots that have changed and are not published yet: one row per batch and series. Rows are only added and deleted, so
-- that a writer never waits for the relay. The shard says which of several relays takes the row: all slots of a project
-- are in one shard, and a shard is published by one relay at a time, hence in order.
CREATE TABLE slot_change (
    tenant_id   text COLLATE "C" NOT NULL,
    change_id   bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    shard       smallint         NOT NULL,
    project     text COLLATE "C" NOT NULL,
    site        text COLLATE "C" NOT NULL,
    sku         text COLLATE "C" NOT NULL,
    slot_starts timestamptz[]    NOT NULL,
    PRIMARY KEY (tenant_id, change_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
GRANT SELECT, INSERT, DELETE ON slot_change TO ${service}_app;

-- Events with the identity of one that stands and another content. Both contents are kept; the first one stands.
CREATE TABLE event_conflict (
    tenant_id     text COLLATE "C" NOT NULL,
    event_key     bytea            NOT NULL,
    content_hash  bytea            NOT NULL,
    source        text COLLATE "C" NOT NULL,
    event_id      text COLLATE "C" NOT NULL,
    standing_data bytea            NOT NULL,
    other_data    bytea            NOT NULL,
    first_seen_at timestamptz      NOT NULL,
    last_seen_at  timestamptz      NOT NULL,
    times_seen    bigint           NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, event_key, content_hash)
);
GRANT SELECT, INSERT, UPDATE ON event_conflict TO ${service}_app;

-- Records that were refused, as they came. tenant_id is '-' where the record names no tenant that can be.
CREATE TABLE refusal (
    tenant_id     text COLLATE "C" NOT NULL,
    topic         text COLLATE "C" NOT NULL,
    partition_id  int              NOT NULL,
    record_offset bigint           NOT NULL,
    written_at    timestamptz      NOT NULL,
    received_at   timestamptz      NOT NULL,
    code          text             NOT NULL,
    field         text             NOT NULL,
    value         text,
    rule          text             NOT NULL,
    source        text,
    event_id      text,
    record_key    bytea,
    record_value  bytea,
    headers       jsonb            NOT NULL,
    PRIMARY KEY (tenant_id, topic, partition_id, record_offset, written_at)
);
GRANT SELECT, INSERT ON refusal TO ${service}_app;

-- What became of the events, by hour of receipt: received = metered + duplicate + conflicting + refused. Not by source:
-- where every node is a source of its own, that would be a row for nearly every event.
CREATE TABLE event_tally (
    tenant_id         text COLLATE "C" NOT NULL,
    hour              timestamptz      NOT NULL,
    received          bigint           NOT NULL,
    metered           bigint           NOT NULL,
    duplicate         bigint           NOT NULL,
    conflicting       bigint           NOT NULL,
    refused           bigint           NOT NULL,
    milli_gpu_seconds bigint           NOT NULL,
    PRIMARY KEY (tenant_id, hour)
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON event_tally TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['usage_event', 'usage_slot', 'slot_change', 'event_conflict', 'refusal', 'event_tally']
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

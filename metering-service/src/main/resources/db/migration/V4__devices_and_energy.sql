-- Energy counters and their readings that count. What they come to is in the slots; these rows are what it follows from.
-- counter_key is the first 16 bytes of the SHA-256 over site, device and share. Readings without a value are not here.
CREATE TABLE energy_counter (
    tenant_id       text COLLATE "C" NOT NULL,
    counter_key     bytea            NOT NULL CHECK (octet_length(counter_key) = 16),
    site            text COLLATE "C" NOT NULL,
    device          text COLLATE "C" NOT NULL,
    gpu_thousandths bigint           NOT NULL CHECK (gpu_thousandths BETWEEN 1 AND 1000),
    PRIMARY KEY (tenant_id, counter_key)
);
-- UPDATE is for the lock that a writer takes on a counter; nothing of the row ever changes.
GRANT SELECT, INSERT, UPDATE ON energy_counter TO ${service}_app;

CREATE TABLE energy_reading (
    tenant_id   text COLLATE "C" NOT NULL,
    counter_key bytea            NOT NULL,
    read_at     timestamptz      NOT NULL,
    event_key   bytea            NOT NULL CHECK (octet_length(event_key) = 16),
    millijoules bigint           NOT NULL CHECK (millijoules >= 0),
    boot        text COLLATE "C",
    project     text COLLATE "C" NOT NULL,
    sku         text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, counter_key, read_at, event_key)
);
GRANT SELECT, INSERT, DELETE ON energy_reading TO ${service}_app;

-- Readings that cannot be true together: several values at one instant (starts_at = ends_at), or a rise that no device
-- can draw. Nothing is charged for them until a reading is corrected or withdrawn, which resolves the doubt.
CREATE TABLE energy_doubt (
    tenant_id   text COLLATE "C" NOT NULL,
    doubt_id    bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    counter_key bytea            NOT NULL,
    starts_at   timestamptz      NOT NULL,
    ends_at     timestamptz      NOT NULL,
    kind        text             NOT NULL,
    millijoules bigint           NOT NULL,
    found_at    timestamptz      NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (tenant_id, doubt_id),
    UNIQUE (tenant_id, counter_key, starts_at, ends_at, kind)
);
CREATE INDEX energy_doubt_by_age ON energy_doubt (doubt_id);
GRANT SELECT, INSERT, UPDATE ON energy_doubt TO ${service}_app;

-- Who says to have had which device when. device_key is the first 16 bytes of the SHA-256 over site and device;
-- contributor_key is the key of the event or of the allocation that says so.
CREATE TABLE device_claim (
    tenant_id       text COLLATE "C" NOT NULL,
    device_key      bytea            NOT NULL CHECK (octet_length(device_key) = 16),
    contributor_key bytea            NOT NULL CHECK (octet_length(contributor_key) = 16),
    starts_at       timestamptz      NOT NULL,
    ends_at         timestamptz      NOT NULL,
    project         text COLLATE "C" NOT NULL,
    site            text COLLATE "C" NOT NULL,
    sku             text COLLATE "C" NOT NULL,
    gpu_thousandths bigint           NOT NULL CHECK (gpu_thousandths > 0),
    source          text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, device_key, contributor_key, starts_at),
    CHECK (ends_at > starts_at)
);
-- Leads with the device, because who claims it is asked over all tenants; and with the end, because a device has a long
-- past and is nearly always asked for its present.
CREATE INDEX device_claim_by_device ON device_claim (device_key, ends_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON device_claim TO ${service}_app;

-- Devices whose claims have changed and that are to be checked. Rows are only added and deleted, so that a writer never
-- waits for the check.
CREATE TABLE device_change (
    tenant_id  text COLLATE "C" NOT NULL,
    change_id  bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    device_key bytea            NOT NULL,
    site       text COLLATE "C" NOT NULL,
    device     text COLLATE "C" NOT NULL,
    from_at    timestamptz      NOT NULL,
    to_at      timestamptz      NOT NULL,
    PRIMARY KEY (tenant_id, change_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX device_change_by_age ON device_change (change_id);
CREATE INDEX device_change_by_device ON device_change (device_key);
GRANT SELECT, INSERT, DELETE ON device_change TO ${service}_app;

-- Claims that do not count for a time, because another claim stands in their way. Who that is is shown to operators only,
-- unless it is the tenant itself. A hold that is released stays as history.
CREATE TABLE device_hold (
    tenant_id         text COLLATE "C" NOT NULL,
    hold_id           bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    device_key        bytea            NOT NULL,
    contributor_key   bytea            NOT NULL,
    starts_at         timestamptz      NOT NULL,
    ends_at           timestamptz      NOT NULL,
    project           text COLLATE "C" NOT NULL,
    site              text COLLATE "C" NOT NULL,
    sku               text COLLATE "C" NOT NULL,
    device            text COLLATE "C" NOT NULL,
    gpu_thousandths   bigint           NOT NULL,
    milli_gpu_seconds bigint           NOT NULL CHECK (milli_gpu_seconds >= 0),
    source            text COLLATE "C" NOT NULL,
    name              text COLLATE "C" NOT NULL,
    against_tenant    text COLLATE "C" NOT NULL,
    against_key       bytea            NOT NULL,
    against_source    text COLLATE "C" NOT NULL,
    against_name      text COLLATE "C" NOT NULL,
    found_at          timestamptz      NOT NULL,
    released_at       timestamptz,
    PRIMARY KEY (tenant_id, hold_id),
    UNIQUE (tenant_id, device_key, contributor_key, starts_at, against_tenant, against_key),
    CHECK (ends_at > starts_at)
);
CREATE INDEX device_hold_by_age ON device_hold (hold_id);
CREATE INDEX device_hold_open ON device_hold (device_key, ends_at) WHERE released_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON device_hold TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['energy_counter', 'energy_reading', 'energy_doubt', 'device_claim', 'device_change', 'device_hold']
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

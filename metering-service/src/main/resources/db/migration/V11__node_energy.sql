-- What the meters of nodes measure, and whose it is. The reports belong to no tenant, hence '-'. node_key is the first 16
-- bytes of the SHA-256 over site and node.
CREATE TABLE node (
    tenant_id text COLLATE "C" NOT NULL,
    node_key  bytea            NOT NULL CHECK (octet_length(node_key) = 16),
    site      text COLLATE "C" NOT NULL,
    node      text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, node_key)
);
GRANT SELECT, INSERT ON node TO ${service}_app;

-- Every device that any report has named as one of the node. Rows stay: what they say of the past is in the reports.
CREATE TABLE node_device (
    tenant_id  text COLLATE "C" NOT NULL,
    device_key bytea            NOT NULL CHECK (octet_length(device_key) = 16),
    node_key   bytea            NOT NULL CHECK (octet_length(node_key) = 16),
    site       text COLLATE "C" NOT NULL,
    device     text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, device_key, node_key)
);
CREATE INDEX node_device_by_node ON node_device (node_key);
GRANT SELECT, INSERT ON node_device TO ${service}_app;

-- The reports that count. devices are one per line.
CREATE TABLE node_report (
    tenant_id       text COLLATE "C" NOT NULL,
    node_key        bytea            NOT NULL,
    starts_at       timestamptz      NOT NULL,
    event_key       bytea            NOT NULL CHECK (octet_length(event_key) = 16),
    ends_at         timestamptz      NOT NULL,
    millijoules     bigint           NOT NULL CHECK (millijoules >= 0),
    gpu_thousandths bigint           NOT NULL CHECK (gpu_thousandths > 0),
    devices         text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, node_key, starts_at, event_key),
    CHECK (ends_at > starts_at)
);
GRANT SELECT, INSERT, DELETE ON node_report TO ${service}_app;

-- Times for which a node's energy must be shared anew: a report of the node itself has changed, or who had one of its
-- devices, or what the counter of one says; one of the keys is null. Rows are only added and deleted.
CREATE TABLE node_change (
    tenant_id  text COLLATE "C" NOT NULL,
    change_id  bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    node_key   bytea,
    device_key bytea,
    from_at    timestamptz      NOT NULL,
    to_at      timestamptz      NOT NULL,
    PRIMARY KEY (tenant_id, change_id),
    CHECK ((node_key IS NULL) <> (device_key IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX node_change_by_age ON node_change (change_id);
GRANT SELECT, INSERT, DELETE ON node_change TO ${service}_app;

-- What a node's energy brings to a slot of a tenant: energy for so much of its GPU time, in the place of what counters
-- alone say of that (counted_...). A row for each node that has part in the slot.
CREATE TABLE node_share (
    tenant_id                     text COLLATE "C" NOT NULL,
    project                       text COLLATE "C" NOT NULL,
    site                          text COLLATE "C" NOT NULL,
    sku                           text COLLATE "C" NOT NULL,
    slot_start                    timestamptz      NOT NULL,
    node_key                      bytea            NOT NULL,
    milli_gpu_seconds             bigint           NOT NULL CHECK (milli_gpu_seconds >= 0),
    millijoules                   bigint           NOT NULL CHECK (millijoules >= 0),
    estimated_millijoules         bigint           NOT NULL CHECK (estimated_millijoules BETWEEN 0 AND millijoules),
    counted_milli_gpu_seconds     bigint           NOT NULL CHECK (counted_milli_gpu_seconds >= 0),
    counted_millijoules           bigint           NOT NULL CHECK (counted_millijoules >= 0),
    counted_estimated_millijoules bigint           NOT NULL CHECK (counted_estimated_millijoules >= 0),
    PRIMARY KEY (tenant_id, project, site, sku, slot_start, node_key)
);
CREATE INDEX node_share_by_node ON node_share (node_key, slot_start);
GRANT SELECT, INSERT, DELETE ON node_share TO ${service}_app;

-- The books of a node: read = given to tenants (node_share) + operator's + doubtful. doubt says why nothing is given.
CREATE TABLE node_slot (
    tenant_id             text COLLATE "C" NOT NULL,
    node_key              bytea            NOT NULL,
    slot_start            timestamptz      NOT NULL,
    millijoules           bigint           NOT NULL CHECK (millijoules >= 0),
    operator_millijoules  bigint           NOT NULL CHECK (operator_millijoules >= 0),
    doubtful_millijoules  bigint           NOT NULL CHECK (doubtful_millijoules >= 0),
    doubt                 text,
    PRIMARY KEY (tenant_id, node_key, slot_start)
);
CREATE INDEX node_slot_by_time ON node_slot (slot_start);
GRANT SELECT, INSERT, DELETE ON node_slot TO ${service}_app;

-- The counters of a node's devices are looked for over all tenants.
CREATE INDEX energy_counter_by_device ON energy_counter (site, device);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY
        ARRAY['node', 'node_device', 'node_report', 'node_change', 'node_share', 'node_slot']
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

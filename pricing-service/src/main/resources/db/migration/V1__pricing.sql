-- What people administer. Lists inside a thing (PUE, components) are JSON in the form of the catalog.
CREATE TABLE site (
    site_id            text PRIMARY KEY,
    name               text   NOT NULL,
    country            text   NOT NULL,
    bidding_zone       text   NOT NULL,
    time_zone          text   NOT NULL,
    state              text   NOT NULL,
    capacity_kilowatts numeric,
    pue                text   NOT NULL,
    revision           bigint NOT NULL
);
CREATE TABLE sku (
    sku_id                text PRIMARY KEY,
    name                  text    NOT NULL,
    gpu_model             text    NOT NULL,
    memory_gib            int     NOT NULL,
    gpus_per_node         int     NOT NULL,
    nominal_watts_per_gpu numeric NOT NULL,
    load_factor           numeric NOT NULL,
    revision              bigint  NOT NULL
);
CREATE TABLE price_series (
    series_id  text PRIMARY KEY,
    zone       text NOT NULL,
    auction    text NOT NULL,
    resolution text NOT NULL,
    currency   text NOT NULL,
    unit       text NOT NULL,
    publisher  text NOT NULL,
    time_zone  text NOT NULL
);
CREATE TABLE exchange_rate (
    rate_id        text PRIMARY KEY,
    base_currency  text NOT NULL,
    quote_currency text NOT NULL,
    publisher      text NOT NULL
);
CREATE TABLE tariff (
    tariff_id text PRIMARY KEY,
    name      text NOT NULL,
    currency  text NOT NULL
);
-- A version holds until the next one begins; once a charge was made under it (used_since) it never changes.
CREATE TABLE tariff_version (
    tariff_id  text NOT NULL REFERENCES tariff,
    valid_from date NOT NULL,
    components text NOT NULL,
    used_since timestamptz,
    PRIMARY KEY (tariff_id, valid_from)
);

-- Price documents as they were received. The same bytes may be read for several indices, and in several ways.
CREATE TABLE document_content (
    sha256 text PRIMARY KEY,
    bytes  bytea NOT NULL
);
CREATE TABLE price_document (
    document_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256          text        NOT NULL REFERENCES document_content,
    index_kind      text        NOT NULL CHECK (index_kind IN ('price', 'rate')),
    index_id        text        NOT NULL,
    reading         text        NOT NULL,
    file_name       text        NOT NULL,
    created_at      timestamptz,
    revision_number int,
    received_at     timestamptz NOT NULL,
    UNIQUE (index_kind, index_id, sha256, reading)
);

-- Every price and rate ever stated, append-only: a contradiction is a new revision, so that what was known at any
-- instant can be asked. An exchange rate stands at the UTC midnight of its day.
CREATE TABLE quotation (
    index_kind  text        NOT NULL,
    index_id    text        NOT NULL,
    starts_at   timestamptz NOT NULL,
    revision    int         NOT NULL,
    value       numeric     NOT NULL,
    unit        text        NOT NULL,
    document_id bigint      NOT NULL REFERENCES price_document,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (index_kind, index_id, starts_at, revision)
);
-- The last word per slot, with the order of the document that had it (see DocumentOrder); confirmed by later documents
-- of the same value, so that one that is older than those cannot replace it.
CREATE TABLE current_quotation (
    index_kind     text        NOT NULL,
    index_id       text        NOT NULL,
    starts_at      timestamptz NOT NULL,
    revision       int         NOT NULL,
    value          numeric     NOT NULL,
    unit           text        NOT NULL,
    document_id    bigint      NOT NULL REFERENCES price_document,
    order_created  timestamptz NOT NULL,
    order_revision int         NOT NULL,
    PRIMARY KEY (index_kind, index_id, starts_at)
);

-- Records of a topic that could not be read; kept with their bytes, so that they can be sent again.
CREATE TABLE unreadable_record (
    topic           text   NOT NULL,
    partition_id    int    NOT NULL,
    position_offset bigint NOT NULL,
    record_key      bytea,
    value           bytea,
    reason          text   NOT NULL,
    PRIMARY KEY (topic, partition_id, position_offset)
);

CREATE TABLE account (
    tenant_id text PRIMARY KEY,
    revision  bigint NOT NULL,
    facts     bytea  NOT NULL
);
CREATE TABLE metered_slot (
    tenant_id                  text        NOT NULL,
    project                    text        NOT NULL,
    site                       text        NOT NULL,
    sku                        text        NOT NULL,
    slot_start                 timestamptz NOT NULL,
    revision                   bigint      NOT NULL,
    milli_gpu_seconds          bigint      NOT NULL,
    measured_milli_gpu_seconds bigint      NOT NULL,
    measured_millijoules       bigint      NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, slot_start)
);
-- Days to be rated: since when the first change waits, and when the last one came.
CREATE TABLE dirty_day (
    tenant_id   text        NOT NULL,
    project     text        NOT NULL,
    site        text        NOT NULL,
    sku         text        NOT NULL,
    site_date   date        NOT NULL,
    dirty_since timestamptz NOT NULL,
    touched_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, site_date)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
-- The last revision of each charge period, as published. inputs names the series and rates it was made from.
CREATE TABLE rated_day (
    tenant_id         text        NOT NULL,
    project           text        NOT NULL,
    site              text        NOT NULL,
    sku               text        NOT NULL,
    period_start      timestamptz NOT NULL,
    period_end        timestamptz NOT NULL,
    site_date         date        NOT NULL,
    revision          bigint      NOT NULL,
    tariff            text        NOT NULL,
    milli_gpu_seconds bigint      NOT NULL,
    gap_count         int         NOT NULL,
    inputs            text[]      NOT NULL,
    message           bytea       NOT NULL,
    rated_at          timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, period_start)
);
CREATE INDEX rated_day_date ON rated_day (tenant_id, site_date);
-- Usage that cannot be rated at all yet: no contract, no tariff, no such site.
CREATE TABLE open_usage (
    tenant_id         text        NOT NULL,
    project           text        NOT NULL,
    site              text        NOT NULL,
    sku               text        NOT NULL,
    site_date         date        NOT NULL,
    period_start      timestamptz NOT NULL,
    period_end        timestamptz NOT NULL,
    missing           text        NOT NULL,
    milli_gpu_seconds bigint      NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, site_date, period_start)
);
-- Changes whose rated days are still to be found: written with the change, worked off once it can be seen by all.
CREATE TABLE input_change (
    tenant_id text   NOT NULL,
    change_id bigint GENERATED ALWAYS AS IDENTITY,
    kind      text   NOT NULL CHECK (kind IN ('price', 'rate', 'tariff', 'site', 'sku', 'account')),
    subject   text   NOT NULL,
    starts_at timestamptz,
    ends_at   timestamptz,
    PRIMARY KEY (tenant_id, change_id)
);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['account', 'metered_slot', 'dirty_day', 'rated_day', 'open_usage', 'input_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', t);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO ${service}_app', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['site', 'sku', 'price_series', 'exchange_rate', 'tariff', 'tariff_version',
            'current_quotation'] LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO ${service}_app', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
    -- Append-only: the service itself can neither change nor remove what was stated.
    FOREACH t IN ARRAY ARRAY['document_content', 'price_document', 'quotation', 'unreadable_record'] LOOP
        EXECUTE format('GRANT SELECT, INSERT ON %I TO ${service}_app', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
END $$;

-- Every kind of usage report, and what each needs beyond the slots.

-- kind is that of EventKind in the code. Columns that a kind does not have are null. starts_at and ends_at say when: an
-- interval has both, a start only the first, and whatever has one instant besides only the second. late marks what was
-- reported long after it ended. corrects_key is the key of the event in whose place this one is.
ALTER TABLE usage_event
    ADD COLUMN kind       smallint NOT NULL DEFAULT 1,
    ADD COLUMN allocation text COLLATE "C",
    ADD COLUMN device     text COLLATE "C",
    ADD COLUMN event_type text,
    ADD COLUMN subject    text,
    ADD COLUMN detail     text,
    ADD COLUMN late       boolean  NOT NULL DEFAULT false,
    ADD COLUMN corrects_key bytea,
    ALTER COLUMN project DROP NOT NULL,
    ALTER COLUMN site DROP NOT NULL,
    ALTER COLUMN sku DROP NOT NULL,
    ALTER COLUMN gpu_thousandths DROP NOT NULL,
    ALTER COLUMN starts_at DROP NOT NULL,
    ALTER COLUMN ends_at DROP NOT NULL;
ALTER TABLE usage_event ALTER COLUMN kind DROP DEFAULT;

-- measured_milli_gpu_seconds is the GPU time that measurements cover, which may be known before the GPU time itself is;
-- what is published as measured is never more than what was used. Figures also go down, and a check looks at the row that
-- would be inserted even where one is there to be changed; so it looks at changed rows only, whose revision is above 1.
ALTER TABLE usage_slot
    ADD COLUMN estimated_milli_gpu_seconds bigint NOT NULL DEFAULT 0,
    ADD COLUMN estimated_millijoules       bigint NOT NULL DEFAULT 0,
    DROP CONSTRAINT usage_slot_milli_gpu_seconds_check,
    DROP CONSTRAINT usage_slot_measured_millijoules_check,
    DROP CONSTRAINT usage_slot_check,
    ADD CONSTRAINT no_figure_below_nothing CHECK (revision = 1 OR (
        milli_gpu_seconds >= 0 AND measured_milli_gpu_seconds >= 0 AND measured_millijoules >= 0
        AND estimated_milli_gpu_seconds >= 0 AND estimated_millijoules >= 0));

-- What counts no more, and because of which event. The target may not have come yet. The first one stands.
CREATE TABLE event_correction (
    tenant_id     text COLLATE "C" NOT NULL,
    target_key    bytea            NOT NULL CHECK (octet_length(target_key) = 16),
    target_source text COLLATE "C" NOT NULL,
    target_id     text COLLATE "C" NOT NULL,
    event_key     bytea            NOT NULL CHECK (octet_length(event_key) = 16),
    withdraws     boolean          NOT NULL,
    reason        text             NOT NULL,
    received_at   timestamptz      NOT NULL,
    PRIMARY KEY (tenant_id, target_key)
);
GRANT SELECT, INSERT ON event_correction TO ${service}_app;

-- Allocations that are reported by start and stop. marks are all starts and stops that count, in the form of the class
-- Marks; the other columns follow from them. allocation_key is the first 16 bytes of the SHA-256 over source, site and
-- allocation. metered_until says up to when an open one is in the slots.
CREATE TABLE allocation (
    tenant_id       text COLLATE "C" NOT NULL,
    allocation_key  bytea            NOT NULL CHECK (octet_length(allocation_key) = 16),
    source          text COLLATE "C" NOT NULL,
    site            text COLLATE "C" NOT NULL,
    allocation      text COLLATE "C" NOT NULL,
    marks           bytea            NOT NULL,
    project         text COLLATE "C",
    sku             text COLLATE "C",
    gpu_thousandths bigint,
    started_at      timestamptz,
    stopped_at      timestamptz,
    metered_until   timestamptz,
    PRIMARY KEY (tenant_id, allocation_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX open_allocation ON allocation (tenant_id, site, allocation_key)
    WHERE started_at IS NOT NULL AND stopped_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON allocation TO ${service}_app;

-- Allocations that are reported by heartbeats. windows are all windows that beats vouch for, in the form of the class
-- Windows. stream_key is the first 16 bytes of the SHA-256 over the other names and the size. A stream keeps the policy
-- under which it began.
CREATE TABLE beat_stream (
    tenant_id         text COLLATE "C" NOT NULL,
    stream_key        bytea            NOT NULL CHECK (octet_length(stream_key) = 16),
    source            text COLLATE "C" NOT NULL,
    allocation        text COLLATE "C" NOT NULL,
    project           text COLLATE "C" NOT NULL,
    site              text COLLATE "C" NOT NULL,
    sku               text COLLATE "C" NOT NULL,
    gpu_thousandths   bigint           NOT NULL,
    fill_up_to_millis bigint           NOT NULL,
    windows           bytea            NOT NULL,
    PRIMARY KEY (tenant_id, stream_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
GRANT SELECT, INSERT, UPDATE ON beat_stream TO ${service}_app;

-- Until when the usage of a site is complete, by collector. tenant_id is '-' for a collector of all tenants.
CREATE TABLE collector_watermark (
    tenant_id      text COLLATE "C" NOT NULL,
    site           text COLLATE "C" NOT NULL,
    collector      text COLLATE "C" NOT NULL,
    complete_until timestamptz      NOT NULL,
    retired        boolean          NOT NULL,
    revision       bigint           NOT NULL CHECK (revision > 0),
    updated_at     timestamptz      NOT NULL,
    PRIMARY KEY (tenant_id, site, collector)
);
GRANT SELECT, INSERT, UPDATE ON collector_watermark TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['event_correction', 'allocation', 'beat_stream', 'collector_watermark']
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

-- Watermarks for all tenants are no tenant's secret, and every tenant's open allocations are metered up to them.
CREATE POLICY everybody_reads ON collector_watermark FOR SELECT USING (tenant_id = '-');

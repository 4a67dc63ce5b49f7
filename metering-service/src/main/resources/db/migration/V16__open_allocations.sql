-- Which allocations are open, and up to when they are metered, is told beside them: a row of keys says of a tenant's
-- allocations at a site which are open from now on and which no more. What has been told more often as open is open. No index
-- of allocations depends on that any more, so that a stop is written into the page of its allocation and into no index.
DROP INDEX open_allocation;
ALTER TABLE allocation SET (fillfactor = 50);

-- opened and closed are keys of 16 bytes each, one after the other; more is how many more of the one than of the other.
CREATE TABLE open_allocation (
    tenant_id     text COLLATE "C" NOT NULL,
    entry_id      bigint           NOT NULL GENERATED ALWAYS AS IDENTITY,
    site          text COLLATE "C" NOT NULL,
    metered_until timestamptz,
    opened        bytea            NOT NULL,
    closed        bytea            NOT NULL,
    more          int              NOT NULL CHECK (16 * more = octet_length(opened) - octet_length(closed)),
    PRIMARY KEY (tenant_id, entry_id)
) WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
ALTER TABLE open_allocation ALTER COLUMN opened SET STORAGE EXTERNAL, ALTER COLUMN closed SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON open_allocation TO ${service}_app;

ALTER TABLE allocation NO FORCE ROW LEVEL SECURITY;
INSERT INTO open_allocation (tenant_id, site, metered_until, opened, closed, more)
SELECT tenant_id, site, metered_until, string_agg(allocation_key, ''), '', count(*)
FROM allocation
WHERE started_at IS NOT NULL AND stopped_at IS NULL
GROUP BY tenant_id, site, metered_until;
ALTER TABLE allocation FORCE ROW LEVEL SECURITY;

ALTER TABLE open_allocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_allocation FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON open_allocation
    USING (tenant_id IN (SELECT unnest(app_tenants())))
    WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())));
CREATE POLICY operator_reads ON open_allocation FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT ON open_allocation TO ${service}_operator;

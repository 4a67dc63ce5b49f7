-- The counts of all time, so that the books do not read every hour and every slot there ever was; docs/decisions/0039 says why.
-- Whatever changes slots tells in the journal by how much, in rows without sources; rolled up into these.
ALTER TABLE tally_journal
    ADD COLUMN in_slots bigint NOT NULL DEFAULT 0,
    ALTER COLUMN hour SET DEFAULT timestamptz 'epoch',
    ALTER COLUMN sources SET DEFAULT '{}',
    ALTER COLUMN received SET DEFAULT '{}',
    ALTER COLUMN metered SET DEFAULT '{}',
    ALTER COLUMN duplicate SET DEFAULT '{}',
    ALTER COLUMN conflicting SET DEFAULT '{}',
    ALTER COLUMN refused SET DEFAULT '{}',
    ALTER COLUMN late SET DEFAULT '{}',
    ALTER COLUMN milli_gpu_seconds SET DEFAULT '{}';
CREATE TABLE tenant_tally (
    tenant_id         text COLLATE "C" NOT NULL PRIMARY KEY,
    received          bigint           NOT NULL,
    metered           bigint           NOT NULL,
    duplicate         bigint           NOT NULL,
    conflicting       bigint           NOT NULL,
    refused           bigint           NOT NULL,
    late              bigint           NOT NULL,
    milli_gpu_seconds bigint           NOT NULL,
    in_slots          bigint           NOT NULL
) WITH (fillfactor = 50);

-- What is there, while nobody writes. The owner has to see all tenants for this once.
LOCK TABLE usage_slot, event_tally IN SHARE MODE;
ALTER TABLE usage_slot NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_tally NO FORCE ROW LEVEL SECURITY;
INSERT INTO tenant_tally
SELECT tenant_id, sum(received), sum(metered), sum(duplicate), sum(conflicting), sum(refused), sum(late),
    sum(milli_gpu_seconds), sum(in_slots)
FROM (SELECT tenant_id, received, metered, duplicate, conflicting, refused, late, milli_gpu_seconds, 0 AS in_slots
      FROM event_tally
      UNION ALL SELECT tenant_id, 0, 0, 0, 0, 0, 0, 0, milli_gpu_seconds FROM usage_slot) AS told
GROUP BY tenant_id;
ALTER TABLE event_tally FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_slot FORCE ROW LEVEL SECURITY;

GRANT SELECT, INSERT, UPDATE ON tenant_tally TO ${service}_app;
ALTER TABLE tenant_tally ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_tally FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON tenant_tally USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON tenant_tally FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT ON tenant_tally TO ${service}_operator;

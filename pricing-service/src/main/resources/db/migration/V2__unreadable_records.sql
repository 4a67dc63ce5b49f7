-- The form in which the chassis keeps what cannot be read, in every service that reads topics with it. The rows are
-- nobody's, since nobody can tell whose they are.
ALTER TABLE unreadable_record ADD COLUMN tenant_id text NOT NULL DEFAULT '-';
ALTER TABLE unreadable_record ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE unreadable_record ALTER COLUMN tenant_id DROP DEFAULT;
ALTER TABLE unreadable_record ALTER COLUMN recorded_at DROP DEFAULT;
ALTER TABLE unreadable_record RENAME COLUMN position_offset TO record_offset;
ALTER TABLE unreadable_record DROP CONSTRAINT unreadable_record_pkey;
ALTER TABLE unreadable_record ADD PRIMARY KEY (tenant_id, topic, partition_id, record_offset);
ALTER TABLE unreadable_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE unreadable_record FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON unreadable_record
    USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON unreadable_record FOR SELECT TO ${service}_operator USING (true);

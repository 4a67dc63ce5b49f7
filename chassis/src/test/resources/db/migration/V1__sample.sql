CREATE TABLE sample (
    tenant_id text NOT NULL,
    id        text NOT NULL,
    seen      int  NOT NULL DEFAULT 1,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE sample ENABLE ROW LEVEL SECURITY;
ALTER TABLE sample FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON sample
    USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON sample FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON sample TO ${service}_app;
GRANT SELECT ON sample TO ${service}_operator;

-- To which reseller the usage of a tenant is billed from when to when. The account says it; here it stands for the intake, which
-- looks it up for each batch, and for resellers, which see whom they sell to. What has begun never changes (ResaleRules).
CREATE TABLE resale (
    tenant_id   text        NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz,
    reseller    text        NOT NULL,
    contract_id text        NOT NULL,
    PRIMARY KEY (tenant_id, starts_at)
);
CREATE INDEX resale_by_reseller ON resale (reseller, tenant_id);
GRANT SELECT, INSERT, DELETE ON resale TO ${service}_app;
GRANT SELECT ON resale TO ${service}_operator;

ALTER TABLE resale ENABLE ROW LEVEL SECURITY;
ALTER TABLE resale FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON resale USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY reseller_reads ON resale FOR SELECT USING (reseller = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON resale FOR SELECT TO ${service}_operator USING (true);

-- A reseller's month waits for the collectors of the tenants that it sells to.
CREATE POLICY reseller_reads ON usage_watermark FOR SELECT USING (tenant_id IN (
    SELECT resale.tenant_id FROM resale WHERE resale.reseller = ANY ((SELECT app_tenants())::text[])));

-- Until when the usage of a site was reported, as metering tells: the highest revision per key. Rows of tenant '-' speak of
-- collectors that report for all tenants, and hold no tenant's data, so everybody may read them.
CREATE TABLE usage_watermark (
    tenant_id      text        NOT NULL,
    site           text        NOT NULL,
    revision       bigint      NOT NULL CHECK (revision >= 1),
    complete_until timestamptz,
    collector      text,
    PRIMARY KEY (tenant_id, site),
    CHECK ((complete_until IS NULL) = (collector IS NULL))
);
GRANT SELECT, INSERT, UPDATE ON usage_watermark TO ${service}_app;
GRANT SELECT ON usage_watermark TO ${service}_operator;

ALTER TABLE usage_watermark ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_watermark FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON usage_watermark USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY rows_of_nobody ON usage_watermark FOR SELECT USING (tenant_id = '-');
CREATE POLICY operator_reads ON usage_watermark FOR SELECT TO ${service}_operator USING (true);

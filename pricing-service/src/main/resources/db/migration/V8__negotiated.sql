-- What is negotiated with a tenant: components that stand in the place of those of a tariff version. Once a charge was made
-- with one (used_since) it is sealed like a version.
CREATE TABLE tariff_override (
    tenant_id   text        NOT NULL,
    override_id text        NOT NULL,
    contract    text,
    tariff_id   text        NOT NULL REFERENCES tariff,
    valid_from  timestamptz NOT NULL,
    valid_to    timestamptz CHECK (valid_to > valid_from),
    components  text        NOT NULL,
    used_since  timestamptz,
    PRIMARY KEY (tenant_id, override_id)
);
ALTER TABLE tariff_override ENABLE ROW LEVEL SECURITY;
ALTER TABLE tariff_override FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON tariff_override USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON tariff_override FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT, INSERT, UPDATE ON tariff_override TO ${service}_app;
GRANT SELECT ON tariff_override TO ${service}_operator;

-- How available a site was in a month, as the operator reports it; of the site, not of a tenant.
CREATE TABLE site_availability (
    site_id text    NOT NULL REFERENCES site,
    month   text    NOT NULL,
    percent numeric NOT NULL CHECK (percent BETWEEN 0 AND 100),
    PRIMARY KEY (site_id, month)
);
GRANT SELECT, INSERT, UPDATE ON site_availability TO ${service}_app;
GRANT SELECT ON site_availability TO ${service}_operator;

-- What records were rated from, as it was read then, each once under the SHA-256 of its content; tenant '-' has what holds
-- for everybody. Append-only, so that a revision can be rated again however much was corrected since.
CREATE TABLE rating_input (
    tenant_id text  NOT NULL,
    sha256    text  NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (tenant_id, sha256)
);
-- The basis of every revision of a record that was published: the input from which the way to all others begins.
CREATE TABLE rating_basis (
    tenant_id    text        NOT NULL,
    project      text        NOT NULL,
    site         text        NOT NULL,
    sku          text        NOT NULL,
    period_start timestamptz NOT NULL,
    revision     bigint      NOT NULL,
    sha256       text        NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, period_start, revision)
);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['rating_input', 'rating_basis'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', t);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', t);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO ${service}_app', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
END $$;
-- Sites, SKUs, tariffs and prices are no tenant's data; whoever rates writes them down and reads them again.
CREATE POLICY rows_of_nobody ON rating_input FOR SELECT USING (tenant_id = '-');
CREATE POLICY nobody_gets_rows ON rating_input FOR INSERT WITH CHECK (tenant_id = '-');

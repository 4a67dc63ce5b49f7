-- Billing months of contracts that are to be rated, and those that were: with the tariff, so that its change finds them.
CREATE TABLE dirty_month (
    tenant_id text        NOT NULL,
    contract  text        NOT NULL,
    month     date        NOT NULL,
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, contract, month)
);
CREATE TABLE rated_month (
    tenant_id text NOT NULL,
    contract  text NOT NULL,
    month     date NOT NULL,
    tariff    text NOT NULL,
    PRIMARY KEY (tenant_id, contract, month)
);
-- The contract of a charge period, so that those of a month are found without reading them all.
ALTER TABLE rated_day ADD COLUMN contract text NOT NULL DEFAULT '';
ALTER TABLE rated_day ALTER COLUMN contract DROP DEFAULT;
CREATE INDEX rated_day_contract ON rated_day (tenant_id, contract, period_start);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['dirty_month', 'rated_month'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', t);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO ${service}_app', t);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', t);
    END LOOP;
END $$;

-- How legal entities remind (tenant '-', contract '-'), and contracts that have a policy of their own.
CREATE TABLE dunning_policy (
    tenant_id    text        NOT NULL,
    legal_entity text        NOT NULL,
    contract_id  text        NOT NULL,
    revision     bigint      NOT NULL CHECK (revision >= 1),
    policy       text        NOT NULL,
    changed_by   text        NOT NULL,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, legal_entity, contract_id, revision),
    CHECK ((tenant_id = '-') = (contract_id = '-'))
);
GRANT SELECT, INSERT ON dunning_policy TO ${service}_app;

-- What a tenant disputes is not reminded of; the last row of an invoice says how it stands.
CREATE TABLE invoice_dispute (
    tenant_id   text        NOT NULL,
    number      text        NOT NULL,
    entry       int         NOT NULL CHECK (entry >= 1),
    is_open     boolean     NOT NULL,
    reason      text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number, entry),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON invoice_dispute TO ${service}_app;

-- Reminders as they were made: one per invoice and level, whoever asks how often.
CREATE TABLE reminder (
    tenant_id   text        NOT NULL,
    number      text        NOT NULL,
    level       int         NOT NULL CHECK (level >= 1),
    made_on     date        NOT NULL,
    model       bytea       NOT NULL,
    pdf         bytea       NOT NULL,
    sha256      text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number, level),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON reminder TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['dunning_policy', 'invoice_dispute', 'reminder']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[])) '
            || 'WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
        EXECUTE format('CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
            || 'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued()', tenant_table);
    END LOOP;
END
$$;

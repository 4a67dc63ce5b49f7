-- A contract's month may go into several documents, each named by a group; the empty name is the one document of a month that is
-- not split.
ALTER TABLE billing_period ADD COLUMN document_group text NOT NULL DEFAULT '',
    DROP CONSTRAINT billing_period_pkey, ADD PRIMARY KEY (tenant_id, contract_id, month, document_group);
ALTER TABLE invoice_run_item ADD COLUMN document_group text NOT NULL DEFAULT '',
    DROP CONSTRAINT invoice_run_item_pkey, ADD PRIMARY KEY (tenant_id, run_id, contract_id, month, document_group);
ALTER TABLE invoice ADD COLUMN document_group text NOT NULL DEFAULT '';
DROP INDEX invoice_of_month;
CREATE UNIQUE INDEX invoice_of_month ON invoice (tenant_id, contract_id, month, document_group) WHERE kind = 'invoice';

-- How a month was split when its first document was issued. It stays so: split otherwise afterwards, usage would be billed twice
-- or never.
CREATE TABLE billing_month (
    tenant_id   text NOT NULL,
    contract_id text NOT NULL,
    month       text NOT NULL,
    split       text NOT NULL,
    PRIMARY KEY (tenant_id, contract_id, month)
);
GRANT SELECT, INSERT ON billing_month TO ${service}_app;

-- Months that were issued before there was a choice got one document.
ALTER TABLE billing_period NO FORCE ROW LEVEL SECURITY;
INSERT INTO billing_month (tenant_id, contract_id, month, split)
SELECT tenant_id, contract_id, month, '{"from":"0001-01","mode":"ONE_INVOICE","groups":[]}'
FROM billing_period WHERE state = 'issued';
ALTER TABLE billing_period FORCE ROW LEVEL SECURITY;

ALTER TABLE billing_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing_month FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON billing_month USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON billing_month FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT ON billing_month TO ${service}_operator;
CREATE TRIGGER split_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON billing_month
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();

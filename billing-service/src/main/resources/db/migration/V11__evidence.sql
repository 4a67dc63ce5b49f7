-- What an issued document was computed from, as it was read then, beside the rated usage that invoiced_usage holds.
CREATE TABLE invoice_evidence (
    tenant_id text  NOT NULL,
    number    text  NOT NULL,
    content   bytea NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON invoice_evidence TO ${service}_app;
GRANT SELECT ON invoice_evidence TO ${service}_operator;
ALTER TABLE invoice_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON invoice_evidence USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON invoice_evidence FOR SELECT TO ${service}_operator USING (true);
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_evidence
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();

-- By which rate of exchange an invoice in another currency than the books is booked that states none: the newest that was known for its
-- day when it was issued, whatever rates come later (docs/decisions/0090). Credit notes go by that of their invoice. Of invoices from
-- before, and where none was known, there is none.
CREATE TABLE booked_rate (
    tenant_id text    NOT NULL,
    number    text    NOT NULL,
    base      text    NOT NULL,
    quote     text    NOT NULL,
    day       date    NOT NULL,
    rate      numeric NOT NULL CHECK (rate > 0),
    source    text    NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON booked_rate TO ${service}_app;
GRANT SELECT ON booked_rate TO ${service}_operator;
ALTER TABLE booked_rate ENABLE ROW LEVEL SECURITY;
ALTER TABLE booked_rate FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON booked_rate USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON booked_rate FOR SELECT TO ${service}_operator USING (true);
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON booked_rate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();

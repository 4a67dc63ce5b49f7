-- A month on its way to its invoice is closing; what it waits for stands in reasons.
ALTER TABLE billing_period NO FORCE ROW LEVEL SECURITY;
ALTER TABLE billing_period DROP CONSTRAINT billing_period_state_check;
UPDATE billing_period SET state = 'closing' WHERE state = 'held';
ALTER TABLE billing_period ADD CONSTRAINT billing_period_state_check CHECK (state IN ('open', 'closing', 'issued'));
ALTER TABLE billing_period FORCE ROW LEVEL SECURITY;

-- Beside the one invoice of a contract's month there are its credit notes and the invoices of what became dearer later.
ALTER TABLE invoice
    ADD COLUMN kind text NOT NULL DEFAULT 'invoice' CHECK (kind IN ('invoice', 'correction', 'credit-note')),
    ADD COLUMN credits text,
    ADD COLUMN reason text,
    ADD COLUMN requested_by text,
    ADD CHECK ((kind = 'credit-note') = (credits IS NOT NULL)),
    ALTER COLUMN run_id DROP NOT NULL,
    DROP CONSTRAINT invoice_tenant_id_contract_id_month_key;
CREATE UNIQUE INDEX invoice_of_month ON invoice (tenant_id, contract_id, month) WHERE kind = 'invoice';
CREATE INDEX invoiced_usage_by_start ON invoiced_usage (tenant_id, period_start);

-- What a line of a later document does to what is owed for a line of an issued invoice. Of named_line and root_number:
-- named is the line that the document names; root is the invoice of the month whose usage it bills.
CREATE TABLE corrected_line (
    tenant_id    text    NOT NULL,
    number       text    NOT NULL,
    line         int     NOT NULL,
    named_number text    NOT NULL,
    named_line   int,
    root_number  text    NOT NULL,
    line_key     text    NOT NULL,
    cause        text    NOT NULL CHECK (cause IN ('revision', 'credit')),
    net          numeric NOT NULL,
    PRIMARY KEY (tenant_id, number, line),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice,
    FOREIGN KEY (tenant_id, named_number) REFERENCES invoice,
    FOREIGN KEY (tenant_id, root_number) REFERENCES invoice
);
CREATE INDEX corrected_line_by_root ON corrected_line (tenant_id, root_number);
CREATE INDEX corrected_line_by_name ON corrected_line (tenant_id, named_number);
GRANT SELECT, INSERT ON corrected_line TO ${service}_app;

-- The ledger of each invoice: what was issued, paid, credited, refunded and written off. Its state is derived from it.
CREATE TABLE receivable_entry (
    tenant_id   text        NOT NULL,
    number      text        NOT NULL,
    entry       int         NOT NULL CHECK (entry >= 1),
    kind        text        NOT NULL CHECK (kind IN ('ISSUED', 'PAID', 'CREDITED', 'REFUNDED', 'WRITTEN_OFF')),
    amount      numeric     NOT NULL,
    debit       text        NOT NULL,
    credit      text        NOT NULL,
    booked_on   date        NOT NULL,
    reference   text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number, entry),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice,
    CHECK ((kind = 'ISSUED') = (entry = 1)),
    CHECK (kind = 'ISSUED' OR amount > 0)
);
CREATE UNIQUE INDEX receivable_entry_once ON receivable_entry (tenant_id, number, kind, reference)
    WHERE kind IN ('PAID', 'CREDITED', 'REFUNDED');
GRANT SELECT, INSERT ON receivable_entry TO ${service}_app;
ALTER TABLE invoice NO FORCE ROW LEVEL SECURITY;
INSERT INTO receivable_entry
SELECT tenant_id, number, 1, 'ISSUED', payable, 'RECEIVABLE', 'BILLED', issue_date, number, run_id, recorded_at
FROM invoice;
ALTER TABLE invoice FORCE ROW LEVEL SECURITY;

-- Answers to requests that move money, by the caller's key, so that a request sent twice takes effect once.
CREATE TABLE idempotent_answer (
    tenant_id       text        NOT NULL,
    caller          text        NOT NULL,
    idempotency_key text        NOT NULL,
    request_hash    bytea       NOT NULL,
    status          int         NOT NULL,
    location        text,
    body            bytea       NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, caller, idempotency_key)
);
GRANT SELECT, INSERT, DELETE ON idempotent_answer TO ${service}_app;

-- A run previews, issues, or previews and waits for a second person; it may be stopped.
ALTER TABLE invoice_run
    ADD COLUMN mode text NOT NULL DEFAULT 'issue' CHECK (mode IN ('issue', 'preview', 'approval')),
    ADD COLUMN approved_by text,
    ADD COLUMN approved_at timestamptz,
    ADD COLUMN stopped_by  text,
    ADD COLUMN stopped_at  timestamptz,
    ADD CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    ADD CHECK ((stopped_by IS NULL) = (stopped_at IS NULL)),
    ADD CONSTRAINT second_person_approves CHECK (approved_by <> requested_by);
ALTER TABLE invoice_run_item
    ADD COLUMN documents text[] NOT NULL DEFAULT '{}',
    ADD COLUMN preview jsonb;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['corrected_line', 'receivable_entry', 'idempotent_answer']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I USING (tenant_id = ANY ((SELECT app_tenants())::text[])) '
            || 'WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
    END LOOP;
END
$$;

CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON corrected_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON receivable_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();

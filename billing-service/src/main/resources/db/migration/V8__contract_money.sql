-- What invoices and credit notes count towards minimum commitments, in the commitment's currency; below zero gives back.
CREATE TABLE commitment_draw (
    tenant_id     text    NOT NULL,
    commitment_id text    NOT NULL,
    number        text    NOT NULL,
    first_month   text    NOT NULL,
    until_month   text    NOT NULL,
    drawn         numeric NOT NULL,
    currency      text    NOT NULL,
    shortfall_line int,
    PRIMARY KEY (tenant_id, commitment_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON commitment_draw TO ${service}_app;

-- What discounts have taken off, so that their caps hold.
CREATE TABLE discount_use (
    tenant_id   text    NOT NULL,
    discount_id text    NOT NULL,
    number      text    NOT NULL,
    taken       numeric NOT NULL,
    PRIMARY KEY (tenant_id, discount_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON discount_use TO ${service}_app;

-- From what discounts, commitments and credits of an invoice were computed, so that it can be computed again.
CREATE TABLE invoice_basis (
    tenant_id text  NOT NULL,
    number    text  NOT NULL,
    basis     bytea NOT NULL,
    PRIMARY KEY (tenant_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON invoice_basis TO ${service}_app;

-- Credits of tenants, and the ledger of each. Every entry debits one account and credits another; CREDITS is what is owed to
-- the tenant. balance is what is left after the entry.
CREATE TABLE credit (
    tenant_id   text        NOT NULL,
    credit_id   text        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('PAID', 'PROMOTIONAL')),
    words       text        NOT NULL,
    currency    text        NOT NULL,
    valid_from  date        NOT NULL,
    expires_on  date        CHECK (expires_on >= valid_from),
    PRIMARY KEY (tenant_id, credit_id)
);
GRANT SELECT, INSERT ON credit TO ${service}_app;

CREATE TABLE credit_entry (
    tenant_id   text        NOT NULL,
    credit_id   text        NOT NULL,
    entry       int         NOT NULL CHECK (entry >= 1),
    kind        text        NOT NULL CHECK (kind IN ('OPENED', 'DRAWN', 'RETURNED', 'EXPIRED', 'VOIDED')),
    amount      numeric     NOT NULL CHECK (amount > 0),
    debit       text        NOT NULL,
    credit      text        NOT NULL,
    balance     numeric     NOT NULL CONSTRAINT credit_never_negative CHECK (balance >= 0),
    booked_on   date        NOT NULL,
    number      text,
    reference   text        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, credit_id, entry),
    FOREIGN KEY (tenant_id, credit_id) REFERENCES credit,
    FOREIGN KEY (tenant_id, number) REFERENCES invoice,
    CHECK ((kind = 'OPENED') = (entry = 1)),
    CHECK ((kind IN ('DRAWN', 'RETURNED')) = (number IS NOT NULL)),
    CONSTRAINT credit_entry_has_two_sides CHECK (debit <> credit
        AND CASE WHEN kind IN ('OPENED', 'RETURNED') THEN credit = 'CREDITS' ELSE debit = 'CREDITS' END)
);
GRANT SELECT, INSERT ON credit_entry TO ${service}_app;

-- An entry goes on from the one before it, whoever writes it; the primary key lets one of two writers win.
CREATE FUNCTION credit_entry_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before numeric;
BEGIN
    SELECT balance INTO before FROM credit_entry
    WHERE tenant_id = NEW.tenant_id AND credit_id = NEW.credit_id AND entry = NEW.entry - 1;
    IF NEW.entry > 1 AND before IS NULL THEN
        RAISE EXCEPTION 'entry % of credit % follows none', NEW.entry, NEW.credit_id;
    END IF;
    IF NEW.balance <> coalesce(before, 0) + (CASE WHEN NEW.credit = 'CREDITS' THEN NEW.amount ELSE -NEW.amount END) THEN
        RAISE EXCEPTION 'entry % of credit % does not come to its balance', NEW.entry, NEW.credit_id;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER credit_entry_goes_on BEFORE INSERT ON credit_entry
    FOR EACH ROW EXECUTE FUNCTION credit_entry_goes_on();

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY
        ARRAY['commitment_draw', 'discount_use', 'invoice_basis', 'credit', 'credit_entry']
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

-- Bank statements as they were uploaded, and what they say; the operator's own, no tenant data. The bytes are evidence.
CREATE TABLE bank_statement_file (
    sha256      text        NOT NULL PRIMARY KEY,
    content     bytea       NOT NULL,
    statements  text        NOT NULL,
    received_at timestamptz NOT NULL,
    received_by text        NOT NULL,
    booked      int         NOT NULL,
    known       int         NOT NULL
);
GRANT SELECT, INSERT ON bank_statement_file TO ${service}_app;
GRANT SELECT ON bank_statement_file TO ${service}_operator;

-- Each transaction once, in whatever file it comes. assigned counts, in the account's currency and without sign, what has
-- found its invoice; a reversal names what it takes back, once.
CREATE TABLE bank_transaction (
    id             text    NOT NULL PRIMARY KEY,
    sequence       bigint  GENERATED ALWAYS AS IDENTITY UNIQUE,
    file           text    NOT NULL REFERENCES bank_statement_file,
    iban           text    NOT NULL,
    legal_entities text[]  NOT NULL,
    amount         numeric NOT NULL,
    bank_reference text,
    end_to_end     text,
    named          text[]  NOT NULL,
    content        text    NOT NULL,
    status         text    NOT NULL DEFAULT 'new'
        CHECK (status IN ('new', 'assigned', 'unmatched', 'outgoing', 'returned', 'reversal')),
    assigned       numeric NOT NULL DEFAULT 0 CHECK (assigned >= 0 AND assigned <= abs(amount)),
    reason         text,
    detail         text,
    reverses       text UNIQUE REFERENCES bank_transaction,
    CHECK ((status = 'unmatched') = (reason IS NOT NULL)),
    CHECK ((status = 'reversal') = (reverses IS NOT NULL))
);
CREATE INDEX bank_transaction_new ON bank_transaction (sequence) WHERE status = 'new';
CREATE INDEX bank_transaction_unmatched ON bank_transaction (sequence) WHERE status = 'unmatched';
CREATE INDEX bank_transaction_by_amount ON bank_transaction (iban, amount);
GRANT SELECT, INSERT, UPDATE ON bank_transaction TO ${service}_app;
GRANT SELECT ON bank_transaction TO ${service}_operator;

-- Which part of a transaction went into the ledger of which invoice: amount in the invoice's currency, of_transaction in the
-- account's. Written with the ledger's entry and as unchangeable.
CREATE TABLE payment_share (
    tenant_id      text        NOT NULL,
    transaction_id text        NOT NULL REFERENCES bank_transaction,
    number         text        NOT NULL,
    amount         numeric     NOT NULL CHECK (amount > 0),
    of_transaction numeric     NOT NULL CHECK (of_transaction > 0),
    assigned_by    text        NOT NULL,
    assigned_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, transaction_id, number),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON payment_share TO ${service}_app;
GRANT SELECT ON payment_share TO ${service}_operator;
ALTER TABLE payment_share ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment_share FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON payment_share USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON payment_share FOR SELECT TO ${service}_operator USING (true);
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_share
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();

-- What payers state, taken from the invoice as it was issued; immutable, since what was issued is. An invoice is looked up
-- by it and by the capitals and digits of its number.
CREATE FUNCTION stated_by_payers(model bytea, number text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT upper(regexp_replace(
        coalesce(convert_from(model, 'UTF8')::jsonb #>> '{references,paymentReference}', number), '\s', '', 'g')) $$;
CREATE FUNCTION bare_number(number text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT regexp_replace(upper(number), '[^0-9A-Z]', '', 'g') $$;
CREATE INDEX invoice_by_payers ON invoice (stated_by_payers(model, number));
CREATE INDEX invoice_by_bare_number ON invoice (bare_number(number));

ALTER TABLE receivable_entry
    DROP CONSTRAINT receivable_entry_kind_check,
    ADD CONSTRAINT receivable_entry_kind_check
        CHECK (kind IN ('ISSUED', 'PAID', 'CREDITED', 'REFUNDED', 'RETURNED', 'WRITTEN_OFF'));
DROP INDEX receivable_entry_once;
CREATE UNIQUE INDEX receivable_entry_once ON receivable_entry (tenant_id, number, kind, reference)
    WHERE kind IN ('PAID', 'CREDITED', 'REFUNDED', 'RETURNED');

-- Legal entities of the operator; no tenant data. Every revision is kept: an invoice was made from one of them.
CREATE TABLE legal_entity (
    id          text        NOT NULL,
    revision    bigint      NOT NULL CHECK (revision >= 1),
    definition  text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (id, revision)
);
GRANT SELECT, INSERT ON legal_entity TO ${service}_app;
GRANT SELECT ON legal_entity TO ${service}_operator;

-- The next position of each gapless series. Its row is locked until the invoice that takes the position is committed.
CREATE TABLE invoice_series (
    legal_entity  text   NOT NULL,
    prefix        text   NOT NULL,
    next_position bigint NOT NULL DEFAULT 1 CHECK (next_position >= 1),
    PRIMARY KEY (legal_entity, prefix)
);
GRANT SELECT, INSERT, UPDATE ON invoice_series TO ${service}_app;
GRANT SELECT ON invoice_series TO ${service}_operator;

-- Accounts with their contracts as one document; every revision is kept.
CREATE TABLE account (
    tenant_id   text        NOT NULL,
    revision    bigint      NOT NULL CHECK (revision >= 1),
    definition  text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, revision)
);
GRANT SELECT, INSERT ON account TO ${service}_app;

-- Copies of sites.v1 and skus.v1: what invoices call them.
CREATE TABLE reference_name (
    kind     text   NOT NULL CHECK (kind IN ('site', 'sku')),
    id       text   NOT NULL,
    name     text   NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (kind, id)
);
GRANT SELECT, INSERT, UPDATE ON reference_name TO ${service}_app;
GRANT SELECT ON reference_name TO ${service}_operator;

-- Rated usage as known now: the highest revision per key. change_number tells whether anything changed since it was read.
CREATE SEQUENCE rated_usage_change;
CREATE TABLE rated_usage (
    tenant_id         text        NOT NULL,
    project           text        NOT NULL,
    site              text        NOT NULL,
    sku               text        NOT NULL,
    period_start      timestamptz NOT NULL,
    contract_id       text        NOT NULL,
    revision          bigint      NOT NULL CHECK (revision >= 1),
    milli_gpu_seconds bigint      NOT NULL CHECK (milli_gpu_seconds >= 0),
    amount            numeric     NOT NULL,
    currency          text        NOT NULL,
    gaps              int         NOT NULL,
    content_hash      bytea       NOT NULL,
    message           bytea       NOT NULL,
    change_number     bigint      NOT NULL,
    PRIMARY KEY (tenant_id, project, site, sku, period_start)
);
CREATE INDEX rated_usage_by_contract ON rated_usage (tenant_id, contract_id, period_start);
GRANT SELECT, INSERT, UPDATE ON rated_usage TO ${service}_app;
GRANT USAGE ON SEQUENCE rated_usage_change TO ${service}_app;

-- Records that could not be read as what their topic carries, with their bytes, so that nothing is lost.
CREATE TABLE unreadable_message (
    tenant_id    text        NOT NULL,
    topic        text        NOT NULL,
    partition_id int         NOT NULL,
    record_offset bigint     NOT NULL,
    record_key   bytea,
    value        bytea,
    reason       text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, topic, partition_id, record_offset)
);
GRANT SELECT, INSERT ON unreadable_message TO ${service}_app;

-- A run over periods: what was asked for, and below what has become of each contract and month.
CREATE TABLE invoice_run (
    id              text        NOT NULL PRIMARY KEY,
    requested_at    timestamptz NOT NULL,
    requested_by    text        NOT NULL,
    issue_date      date        NOT NULL,
    periods         text[]      NOT NULL,
    idempotency_key text UNIQUE,
    request_hash    bytea       NOT NULL,
    finished_at     timestamptz
);
CREATE INDEX invoice_run_unfinished ON invoice_run (requested_at, id) WHERE finished_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON invoice_run TO ${service}_app;
GRANT SELECT ON invoice_run TO ${service}_operator;

CREATE TABLE invoice_run_item (
    tenant_id   text  NOT NULL,
    run_id      text  NOT NULL REFERENCES invoice_run,
    contract_id text  NOT NULL,
    month       text  NOT NULL,
    position    int   NOT NULL,
    outcome     text,
    number      text,
    reasons     jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (tenant_id, run_id, contract_id, month)
);
CREATE INDEX invoice_run_item_by_position ON invoice_run_item (run_id, position);
CREATE INDEX invoice_run_item_pending ON invoice_run_item (run_id, position) WHERE outcome IS NULL;
GRANT SELECT, INSERT, UPDATE ON invoice_run_item TO ${service}_app;

-- The lifecycle of a contract's month. Once issued it stays so: a trigger below sees to it.
CREATE TABLE billing_period (
    tenant_id   text  NOT NULL,
    contract_id text  NOT NULL,
    month       text  NOT NULL,
    state       text  NOT NULL CHECK (state IN ('open', 'held', 'issued')),
    number      text,
    reasons     jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (tenant_id, contract_id, month),
    CHECK ((state = 'issued') = (number IS NOT NULL))
);
GRANT SELECT, INSERT, UPDATE ON billing_period TO ${service}_app;

-- Issued invoices. model is the whole invoice as data, from which every document can be made again.
CREATE TABLE invoice (
    tenant_id       text        NOT NULL,
    number          text        NOT NULL,
    legal_entity    text        NOT NULL,
    series_position bigint      NOT NULL,
    contract_id     text        NOT NULL,
    month           text        NOT NULL,
    period_start    date        NOT NULL,
    period_end      date        NOT NULL,
    issue_date      date        NOT NULL,
    due_date        date        NOT NULL,
    currency        text        NOT NULL,
    net             numeric     NOT NULL,
    tax             numeric     NOT NULL,
    payable         numeric     NOT NULL,
    model           bytea       NOT NULL,
    run_id          text        NOT NULL,
    account_revision bigint     NOT NULL,
    rule_set        text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, number),
    UNIQUE (tenant_id, contract_id, month)
);
GRANT SELECT, INSERT ON invoice TO ${service}_app;

CREATE TABLE invoice_document (
    tenant_id  text  NOT NULL,
    number     text  NOT NULL,
    kind       text  NOT NULL,
    media_type text  NOT NULL,
    sha256     text  NOT NULL,
    content    bytea NOT NULL,
    PRIMARY KEY (tenant_id, number, kind),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
GRANT SELECT, INSERT ON invoice_document TO ${service}_app;

-- The rated usage that an invoice was made from, as it was then: evidence, and the measure for what changed since.
CREATE TABLE invoiced_usage (
    tenant_id         text        NOT NULL,
    number            text        NOT NULL,
    project           text        NOT NULL,
    site              text        NOT NULL,
    sku               text        NOT NULL,
    period_start      timestamptz NOT NULL,
    revision          bigint      NOT NULL,
    milli_gpu_seconds bigint      NOT NULL,
    amount            numeric     NOT NULL,
    content_hash      bytea       NOT NULL,
    message           bytea       NOT NULL,
    change_number     bigint      NOT NULL,
    PRIMARY KEY (tenant_id, number, project, site, sku, period_start),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice
);
CREATE INDEX invoiced_usage_by_key ON invoiced_usage (tenant_id, project, site, sku, period_start);
GRANT SELECT, INSERT ON invoiced_usage TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['account', 'rated_usage', 'unreadable_message', 'invoice_run_item',
        'billing_period', 'invoice', 'invoice_document', 'invoiced_usage']
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

-- Nothing issued ever changes, whoever asks: the owner of the tables and a superuser are refused as well.
CREATE FUNCTION refuse_change_of_issued() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'nothing issued ever changes: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation',
              HINT = 'Correct an issued invoice by a credit note or by an adjustment on the next one.';
END
$$;
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON invoice_document
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();
CREATE TRIGGER issued_for_ever BEFORE UPDATE OR DELETE OR TRUNCATE ON invoiced_usage
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_issued();
CREATE TRIGGER issued_period_stays BEFORE UPDATE OR DELETE ON billing_period
    FOR EACH ROW WHEN (OLD.state = 'issued') EXECUTE FUNCTION refuse_change_of_issued();
-- A number once taken is never taken again.
CREATE FUNCTION refuse_series_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'series % of % goes on by one: % after % is refused',
        OLD.prefix, OLD.legal_entity, NEW.next_position, OLD.next_position
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER series_goes_on_by_one BEFORE UPDATE ON invoice_series
    FOR EACH ROW WHEN (NEW.next_position <> OLD.next_position + 1) EXECUTE FUNCTION refuse_series_step();
CREATE TRIGGER series_stays BEFORE DELETE ON invoice_series
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued();

-- Where events of tenants go; tenant '-' for the operator's own. Secrets are kept as they are, since messages are signed
-- with them.
CREATE TABLE webhook_endpoint (
    tenant_id       text        NOT NULL,
    id              text        NOT NULL,
    url             text        NOT NULL,
    events          text[]      NOT NULL,
    secret          text        NOT NULL,
    previous_secret text,
    previous_until  timestamptz,
    disabled        text,
    revision        bigint      NOT NULL CHECK (revision >= 1),
    created_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, id),
    CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_endpoint TO ${service}_app;

-- What happened, once, written in the transaction in which it did.
CREATE TABLE webhook_event (
    tenant_id   text        NOT NULL,
    id          text        NOT NULL,
    type        text        NOT NULL,
    subject     text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    body        bytea       NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX webhook_event_by_subject ON webhook_event (tenant_id, type, subject);
GRANT SELECT, INSERT ON webhook_event TO ${service}_app;

-- One row per event and endpoint that is told of it; tries_before counts those of earlier rounds.
CREATE TABLE webhook_delivery (
    tenant_id       text        NOT NULL,
    endpoint_id     text        NOT NULL,
    event_id        text        NOT NULL,
    state           text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    tries           int         NOT NULL DEFAULT 0,
    tries_before    int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    PRIMARY KEY (tenant_id, endpoint_id, event_id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoint ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, event_id) REFERENCES webhook_event,
    CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE state = 'pending';
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_delivery TO ${service}_app;

-- The log of attempts.
CREATE TABLE webhook_attempt (
    tenant_id    text        NOT NULL,
    endpoint_id  text        NOT NULL,
    event_id     text        NOT NULL,
    attempt      int         NOT NULL CHECK (attempt >= 1),
    began_at     timestamptz NOT NULL,
    status       int,
    error        text,
    milliseconds bigint      NOT NULL,
    PRIMARY KEY (tenant_id, endpoint_id, event_id, attempt),
    FOREIGN KEY (tenant_id, endpoint_id, event_id) REFERENCES webhook_delivery ON DELETE CASCADE
);
GRANT SELECT, INSERT, DELETE ON webhook_attempt TO ${service}_app;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['webhook_endpoint', 'webhook_event', 'webhook_delivery', 'webhook_attempt']
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

-- Invoices, credit notes and reminders on their way to those who are to have them: one row per document and channel.
CREATE TABLE document_delivery (
    tenant_id       text        NOT NULL,
    id              text        NOT NULL,
    number          text        NOT NULL,
    reminder_level  int,
    channel         text        NOT NULL CHECK (channel IN ('email', 'peppol')),
    recipient       text        NOT NULL,
    state           text        NOT NULL DEFAULT 'pending'
        CHECK (state IN ('pending', 'sent', 'delivered', 'rejected', 'dead')),
    detail          text,
    tries           int         NOT NULL DEFAULT 0,
    tries_before    int         NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, number) REFERENCES invoice,
    CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX document_delivery_due ON document_delivery (next_attempt_at) WHERE state = 'pending';
CREATE INDEX document_delivery_by_number ON document_delivery (tenant_id, number);
GRANT SELECT, INSERT, UPDATE ON document_delivery TO ${service}_app;
GRANT SELECT ON document_delivery TO ${service}_operator;
ALTER TABLE document_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE document_delivery FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON document_delivery USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON document_delivery FOR SELECT TO ${service}_operator USING (true);

-- How an endpoint has answered lately, so that one that takes its time holds up nobody else's messages; docs/decisions/0059 says why. One row
-- per endpoint that something was sent to.
CREATE TABLE webhook_pace (
    tenant_id   text        NOT NULL,
    endpoint_id text        NOT NULL,
    busy_until  timestamptz NOT NULL DEFAULT '-infinity',
    rests_until timestamptz NOT NULL DEFAULT '-infinity',
    is_slow     boolean     NOT NULL DEFAULT false,
    unanswered  int         NOT NULL DEFAULT 0,
    PRIMARY KEY (tenant_id, endpoint_id),
    FOREIGN KEY (tenant_id, endpoint_id) REFERENCES webhook_endpoint ON DELETE CASCADE
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_pace TO ${service}_app;
GRANT SELECT ON webhook_pace TO ${service}_operator;
ALTER TABLE webhook_pace ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_pace FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON webhook_pace USING (tenant_id = ANY ((SELECT app_tenants())::text[]))
    WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]));
CREATE POLICY operator_reads ON webhook_pace FOR SELECT TO ${service}_operator USING (true);

-- What is sent next to each endpoint, and which endpoint has its turn after another, however much waits for either.
CREATE INDEX webhook_delivery_in_turn ON webhook_delivery (tenant_id, endpoint_id, next_attempt_at, event_id)
    WHERE state = 'pending';

-- Windows of heartbeats whose beats do not follow each other to the millisecond leave two entries each, and each beat rewrites the
-- row of its stream. So what is older is laid aside in parts, which are only read and written again by a beat or a withdrawal that
-- reaches into them. windows are in the form of the class Windows; until_millis is where the part that follows begins, in
-- milliseconds since the epoch. Parts are changed together with the row of their stream, which is written first.
CREATE TABLE beat_windows_aside (
    tenant_id    text COLLATE "C" NOT NULL,
    stream_key   bytea            NOT NULL CHECK (octet_length(stream_key) = 16),
    until_millis bigint           NOT NULL,
    windows      bytea            NOT NULL,
    PRIMARY KEY (tenant_id, stream_key, until_millis)
);
GRANT SELECT, INSERT, DELETE ON beat_windows_aside TO ${service}_app;
ALTER TABLE beat_windows_aside ENABLE ROW LEVEL SECURITY;
ALTER TABLE beat_windows_aside FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON beat_windows_aside
    USING (tenant_id IN (SELECT unnest(app_tenants())))
    WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())));
CREATE POLICY operator_reads ON beat_windows_aside FOR SELECT TO ${service}_operator USING (true);
GRANT SELECT ON beat_windows_aside TO ${service}_operator;

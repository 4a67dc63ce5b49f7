-- What a change concerns is worked out in one transaction, so none is noted of more than 31 days any more. Those that wait are divided.
ALTER TABLE node_change NO FORCE ROW LEVEL SECURITY;
WITH long AS (
    DELETE FROM node_change WHERE to_at - from_at > interval '744 hours' RETURNING *)
INSERT INTO node_change (tenant_id, node_key, device_key, site, device, from_at, to_at)
SELECT tenant_id, node_key, device_key, site, device, part, least(part + interval '744 hours', to_at)
FROM long, generate_series(from_at, to_at - interval '1 microsecond', interval '744 hours') AS part;
ALTER TABLE node_change FORCE ROW LEVEL SECURITY;

-- Heartbeats of one allocation are kept together, whatever they say of it: nothing is estimated where one of them vouches. Until now
-- those that said the same had a row for themselves, a stream, and filled gaps whatever others vouched for.

-- beats is for what beats vouch, in the form of the class BeatBytes; allocation_key is the first 16 bytes of the SHA-256 over source,
-- site and allocation.
CREATE TABLE beat_allocation (
    tenant_id      text COLLATE "C" NOT NULL,
    allocation_key bytea            NOT NULL CHECK (octet_length(allocation_key) = 16),
    source         text COLLATE "C" NOT NULL,
    site           text COLLATE "C" NOT NULL,
    allocation     text COLLATE "C" NOT NULL,
    beats          bytea            NOT NULL,
    PRIMARY KEY (tenant_id, allocation_key)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- What is older of an allocation with many entries, in parts that are only read and written again by what reaches into them.
-- until_millis is where the part that follows begins, in milliseconds since the epoch. Parts are changed together with the row of
-- their allocation, which is written first.
CREATE TABLE beats_aside (
    tenant_id      text COLLATE "C" NOT NULL,
    allocation_key bytea            NOT NULL CHECK (octet_length(allocation_key) = 16),
    until_millis   bigint           NOT NULL,
    beats          bytea            NOT NULL,
    PRIMARY KEY (tenant_id, allocation_key, until_millis)
);

ALTER TABLE beat_stream NO FORCE ROW LEVEL SECURITY;
ALTER TABLE beat_windows_aside NO FORCE ROW LEVEL SECURITY;
ALTER TABLE usage_event NO FORCE ROW LEVEL SECURITY;

-- A value as keys are hashed over it, with its length before it.
CREATE FUNCTION pg_temp.hashed(value text) RETURNS bytea LANGUAGE sql IMMUTABLE
    AS $$ SELECT int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') $$;
CREATE FUNCTION pg_temp.written(value text) RETURNS bytea LANGUAGE sql IMMUTABLE
    AS $$ SELECT int2send(octet_length(convert_to(value, 'UTF8'))::int2) || convert_to(value, 'UTF8') $$;
CREATE FUNCTION pg_temp.entries(windows bytea) RETURNS int LANGUAGE sql IMMUTABLE
    AS $$ SELECT (octet_length(windows) - 1) / 12 $$;

CREATE TEMPORARY TABLE stream ON COMMIT DROP AS
SELECT one.*, substr(sha256(pg_temp.hashed(source) || pg_temp.hashed(site) || pg_temp.hashed(allocation)), 1, 16) AS allocation_key,
    hashed.names,
    CASE WHEN stream_key = substr(sha256(hashed.names), 1, 16) THEN '{}'::text[] END AS devices
FROM beat_stream AS one
CROSS JOIN LATERAL (
    SELECT pg_temp.hashed(source) || pg_temp.hashed(allocation) || pg_temp.hashed(project) || pg_temp.hashed(site)
        || pg_temp.hashed(sku) || int4send(8) || int8send(gpu_thousandths) AS names) AS hashed;
CREATE INDEX ON stream (tenant_id, stream_key);
ANALYZE stream;

-- The devices of a stream are in its key only. So they are taken from its events, in the order in which keys are hashed over them:
-- that of UTF-16, in which what lies above U+FFFF comes before what lies from U+E000 on.
UPDATE stream SET devices = found.devices
FROM (
    SELECT DISTINCT wanted.tenant_id,
        substr(sha256(wanted.names || beat.hashed), 1, 16) AS stream_key, beat.devices
    FROM (SELECT DISTINCT tenant_id, source, allocation, site, project, sku, gpu_thousandths, names
          FROM stream WHERE devices IS NULL) AS wanted
    JOIN usage_event AS event USING (tenant_id, source, allocation, site, project, sku, gpu_thousandths)
    CROSS JOIN LATERAL (
        SELECT array_agg(device ORDER BY sorted COLLATE "C") AS devices,
            string_agg(pg_temp.hashed(device), '' ORDER BY sorted COLLATE "C") AS hashed
        FROM (SELECT device, regexp_replace(device, '([' || chr(57344) || '-' || chr(65535) || '])', chr(1114111) || '\1', 'g') AS sorted
              FROM json_array_elements_text(CASE json_typeof(convert_from(event.data, 'UTF8')::json -> 'devices')
                  WHEN 'array' THEN convert_from(event.data, 'UTF8')::json -> 'devices' END) AS listed (device)) AS named) AS beat
    WHERE event.kind = 4 AND beat.devices IS NOT NULL) AS found
WHERE stream.devices IS NULL AND stream.tenant_id = found.tenant_id AND stream.stream_key = found.stream_key;

DO $$
DECLARE
    missing record;
BEGIN
    SELECT tenant_id, source, allocation INTO missing FROM stream WHERE devices IS NULL AND pg_temp.entries(windows) > 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'no event says which devices the heartbeats of allocation "%" of tenant "%" by "%" are of: put back the rows of'
            ' usage_event that were deleted, and start again', missing.allocation, missing.tenant_id, missing.source;
    END IF;
END
$$;

-- What a stream says, but for how many entries it has and the entries. What is filled of an SKU comes first in the row, once.
CREATE TEMPORARY TABLE policy ON COMMIT DROP AS
SELECT tenant_id, allocation_key, sku, min(fill_up_to_millis) AS most_millis,
    (row_number() OVER (PARTITION BY tenant_id, allocation_key ORDER BY sku) - 1)::int4 AS place
FROM stream GROUP BY tenant_id, allocation_key, sku;
CREATE TEMPORARY TABLE head ON COMMIT DROP AS
SELECT tenant_id, allocation_key,
    int4send(count(*)::int4) || string_agg(pg_temp.written(sku) || int8send(most_millis), '' ORDER BY place) AS policies
FROM policy GROUP BY tenant_id, allocation_key;
CREATE TEMPORARY TABLE said ON COMMIT DROP AS
SELECT stream.tenant_id, stream.stream_key, stream.allocation_key, stream.source, stream.site, stream.allocation, stream.windows,
    head.policies,
    int8send(gpu_thousandths) || pg_temp.written(project) || int4send(policy.place)
        || int4send(coalesce(cardinality(devices), 0))
        || coalesce((SELECT string_agg(pg_temp.written(device), '' ORDER BY place)
                     FROM unnest(devices) WITH ORDINALITY AS named (device, place)), '') AS figures,
    count(*) OVER (PARTITION BY stream.tenant_id, stream.allocation_key) AS streams
FROM stream
JOIN policy USING (tenant_id, allocation_key, sku)
JOIN head USING (tenant_id, allocation_key);
CREATE INDEX ON said (tenant_id, stream_key);
ANALYZE said;

-- An allocation that always said the same keeps its entries as they are.
INSERT INTO beat_allocation (tenant_id, allocation_key, source, site, allocation, beats)
SELECT tenant_id, allocation_key, source, site, allocation,
    CASE get_byte(windows, 0) WHEN 2 THEN '\x04'::bytea ELSE '\x03'::bytea END || policies
        || CASE pg_temp.entries(windows) WHEN 0 THEN int4send(0)
            ELSE int4send(1) || figures || int4send(pg_temp.entries(windows)) || substr(windows, 2) END
FROM said WHERE streams = 1;
INSERT INTO beats_aside (tenant_id, allocation_key, until_millis, beats)
SELECT said.tenant_id, allocation_key, until_millis,
    CASE get_byte(aside.windows, 0) WHEN 2 THEN '\x04'::bytea ELSE '\x03'::bytea END || policies || int4send(1) || figures
        || int4send(pg_temp.entries(aside.windows)) || substr(aside.windows, 2)
FROM said JOIN beat_windows_aside AS aside USING (tenant_id, stream_key)
WHERE streams = 1;

-- Of one that changed, all that was laid aside is taken in again: what a stream says stands once for its row and for each part, and
-- whoever reads it adds up the entries. It has been metered by the rule of then, which its form says, so that its next beat counts
-- all of it anew.
INSERT INTO beat_allocation (tenant_id, allocation_key, source, site, allocation, beats)
WITH part AS (
    SELECT tenant_id, stream_key, windows FROM said WHERE streams > 1
    UNION ALL
    SELECT said.tenant_id, stream_key, aside.windows
    FROM said JOIN beat_windows_aside AS aside USING (tenant_id, stream_key) WHERE streams > 1)
SELECT said.tenant_id, allocation_key, min(source), min(site), min(allocation),
    '\x05'::bytea || (array_agg(policies))[1] || int4send(count(part.windows)::int4)
        || coalesce(string_agg(figures || int4send(pg_temp.entries(part.windows)) || substr(part.windows, 2), '')
            FILTER (WHERE part.windows IS NOT NULL), '')
FROM said LEFT JOIN part ON part.tenant_id = said.tenant_id AND part.stream_key = said.stream_key
    AND pg_temp.entries(part.windows) > 0
WHERE streams > 1
GROUP BY said.tenant_id, allocation_key;

ALTER TABLE usage_event FORCE ROW LEVEL SECURITY;
DROP TABLE beat_windows_aside;
DROP TABLE beat_stream;
DROP FUNCTION pg_temp.hashed(text);
DROP FUNCTION pg_temp.written(text);
DROP FUNCTION pg_temp.entries(bytea);

GRANT SELECT, INSERT, UPDATE ON beat_allocation TO ${service}_app;
GRANT INSERT ON beat_allocation TO ${service}_intake;
GRANT SELECT, INSERT, DELETE ON beats_aside TO ${service}_app;
CREATE TRIGGER confine_to_tenants AFTER INSERT ON beat_allocation
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION confine_to_tenants();
DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['beat_allocation', 'beats_aside']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I'
            ' USING (tenant_id IN (SELECT unnest(app_tenants())))'
            ' WITH CHECK (tenant_id IN (SELECT unnest(app_tenants())))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
    END LOOP;
END
$$;

-- Generic meters: events whose data customers make up themselves, and what is counted of them (docs/openmeter.md).

-- What a meter of this tenant counts. value_place and group_places hold for the database what value_path and group_by say
-- to people. A deleted meter stays, so that answers given can be explained; its slug is free again.
CREATE TABLE meter (
    tenant_id    text COLLATE "C" NOT NULL,
    meter_id     text COLLATE "C" NOT NULL,
    slug         text COLLATE "C" NOT NULL,
    name         text,
    description  text,
    metadata     jsonb            NOT NULL,
    aggregation  text             NOT NULL,
    event_type   text COLLATE "C" NOT NULL,
    event_from   timestamptz,
    value_path   text,
    value_place  jsonpath,
    group_by     jsonb            NOT NULL,
    created_at   timestamptz      NOT NULL,
    updated_at   timestamptz      NOT NULL,
    deleted_at   timestamptz,
    PRIMARY KEY (tenant_id, meter_id),
    CHECK ((value_path IS NULL) = (value_place IS NULL))
);
CREATE UNIQUE INDEX meter_slug ON meter (tenant_id, slug) WHERE deleted_at IS NULL;
CREATE INDEX meter_type ON meter (tenant_id, event_type) WHERE deleted_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON meter TO ${service}_app;

-- The generic events that were entered in usage_event, with their data as meters read it. They are kept whether or not a
-- meter reads them yet. Append-only but for one mark: an event that was corrected or withdrawn no longer counts.
CREATE TABLE meter_event (
    tenant_id   text COLLATE "C" NOT NULL,
    event_key   bytea            NOT NULL CHECK (octet_length(event_key) = 16),
    event_type  text COLLATE "C" NOT NULL,
    source      text COLLATE "C" NOT NULL,
    event_id    text COLLATE "C" NOT NULL,
    subject     text COLLATE "C",
    occurred_at timestamptz      NOT NULL,
    received_at timestamptz      NOT NULL,
    is_counted  boolean          NOT NULL DEFAULT true,
    data        jsonb            NOT NULL,
    PRIMARY KEY (tenant_id, event_key)
);
-- What a meter reads: one type over a time. And what a person lists: the latest first.
CREATE INDEX meter_event_type ON meter_event (tenant_id, event_type, occurred_at);
CREATE INDEX meter_event_time ON meter_event (tenant_id, occurred_at DESC, event_key);
GRANT SELECT, INSERT ON meter_event TO ${service}_app;
GRANT UPDATE (is_counted) ON meter_event TO ${service}_app;

-- The number that a JSON value says: a JSON number, or a string written like one in at most 100 characters. NULL where it
-- says none, or one of more than 38 digits before or after the point, which is a mistake and no quantity. One expression,
-- so that PostgreSQL puts it into the query; as a call it takes five times as long.
CREATE FUNCTION meter_number(value jsonb) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE jsonb_typeof(value)
        WHEN 'number' THEN
            CASE WHEN abs(value::numeric) < 1e38 AND min_scale(value::numeric) <= 38 THEN value::numeric END
        WHEN 'string' THEN
            CASE WHEN length(value #>> '{}') <= 100
                AND value #>> '{}' ~ '^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]{1,2})?$' THEN
                CASE WHEN abs((value #>> '{}')::numeric) < 1e38 AND min_scale((value #>> '{}')::numeric) <= 38
                    THEN (value #>> '{}')::numeric END
            END
    END
$$;

-- The text of a JSON value that can be told from others: a string, a number or a truth value. NULL for all else.
CREATE FUNCTION meter_text(value jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$
    SELECT CASE WHEN jsonb_typeof(value) IN ('string', 'number', 'boolean') THEN value #>> '{}' END
$$;

-- By its order max() finds the latest number without sorting; of several at one time that of the greatest id and source.
CREATE TYPE meter_latest AS (
    occurred_at timestamptz,
    event_id    text COLLATE "C",
    source      text COLLATE "C",
    number      numeric
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['meter', 'meter_event']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_rows ON %I'
            ' USING (tenant_id = ANY ((SELECT app_tenants())::text[]))'
            ' WITH CHECK (tenant_id = ANY ((SELECT app_tenants())::text[]))', tenant_table);
        EXECUTE format('CREATE POLICY operator_reads ON %I FOR SELECT TO ${service}_operator USING (true)', tenant_table);
        EXECUTE format('GRANT SELECT ON %I TO ${service}_operator', tenant_table);
    END LOOP;
END
$$;

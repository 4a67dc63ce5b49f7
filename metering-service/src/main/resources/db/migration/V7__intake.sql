-- Events come in by COPY, which PostgreSQL refuses to whom row-level security applies, forced or not. The intake is what
-- the app switches to for that one statement: it bypasses row-level security, may insert into usage_event and may do
-- nothing else. What the policy would have asked of each row is asked of all rows of a statement at once, and of every
-- statement whoever runs it.
GRANT INSERT ON usage_event TO ${service}_intake;

CREATE FUNCTION confine_to_tenants() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT FROM added WHERE tenant_id NOT IN (SELECT unnest(app_tenants()))) THEN
        RAISE insufficient_privilege
            USING MESSAGE = format('new row violates row-level security of table "%s"', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER confine_to_tenants AFTER INSERT ON usage_event
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION confine_to_tenants();

-- Allocations and streams of heartbeats that begin come in by COPY as events do, and are confined as they are: a fifth of
-- what starts cost went into inserting them one by one and looking first whether each is there.
GRANT INSERT ON allocation, beat_stream TO ${service}_intake;
CREATE TRIGGER confine_to_tenants AFTER INSERT ON allocation
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION confine_to_tenants();
CREATE TRIGGER confine_to_tenants AFTER INSERT ON beat_stream
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION confine_to_tenants();

-- The greatest of meter_latest, found in one pass: PostgreSQL has a max() of records from 18 on only.
CREATE FUNCTION later_number(one meter_latest, other meter_latest) RETURNS meter_latest
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$ SELECT CASE WHEN other > one THEN other ELSE one END $$;
CREATE AGGREGATE latest_number(meter_latest) (
    SFUNC = later_number, STYPE = meter_latest, COMBINEFUNC = later_number, PARALLEL = SAFE);

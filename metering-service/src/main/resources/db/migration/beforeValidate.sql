-- V16 stood here in words that PostgreSQL has from 16 on. It does the same in those of 15 now, and a database that took the first
-- wording is as good.
DO $$
BEGIN
    IF to_regclass('flyway_schema_history') IS NOT NULL THEN
        UPDATE flyway_schema_history SET checksum = -2110345473 WHERE version = '16' AND checksum = -107330012;
    END IF;
END
$$;

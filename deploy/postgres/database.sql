-- One service's database with its roles; psql variables: service, owner_password, app_password.
SELECT :'service' || '_owner' AS owner, :'service' || '_app' AS app, :'service' || '_operator' AS operator \gset

SELECT format('CREATE ROLE %I NOINHERIT NOLOGIN', role)
FROM unnest(ARRAY [:'owner', :'app', :'operator']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

-- Up to PostgreSQL 15, that it owns the database lets it make tables there only if it inherits.
ALTER ROLE :"owner" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS INHERIT LOGIN PASSWORD :'owner_password';
-- No inheritance: the app sees all tenants only where it says SET LOCAL ROLE.
ALTER ROLE :"app" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT LOGIN PASSWORD :'app_password';
ALTER ROLE :"operator" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOLOGIN;
GRANT :"operator" TO :"app";

-- Metering copies events in as its intake, since PostgreSQL refuses COPY to whom row-level security applies. It may insert
-- into the tables that rows are copied into and read nothing. Where BYPASSRLS cannot be given, make the role without it: metering inserts then.
SELECT :'service' = 'metering' AS has_intake \gset
\if :has_intake
SELECT 'CREATE ROLE metering_intake NOINHERIT NOLOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'metering_intake')
\gexec
ALTER ROLE metering_intake NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS NOLOGIN;
GRANT metering_intake TO :"app";
\endif

SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service')
\gexec

REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"app";

-- One service's database with its three roles; psql variables: service, owner_password, app_password.
SELECT :'service' || '_owner' AS owner, :'service' || '_app' AS app, :'service' || '_operator' AS operator \gset

SELECT format('CREATE ROLE %I NOINHERIT NOLOGIN', role)
FROM unnest(ARRAY [:'owner', :'app', :'operator']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role)
\gexec

ALTER ROLE :"owner" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS LOGIN PASSWORD :'owner_password';
-- No inheritance: the app sees all tenants only where it says SET LOCAL ROLE.
ALTER ROLE :"app" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT LOGIN PASSWORD :'app_password';
ALTER ROLE :"operator" NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOLOGIN;
GRANT :"operator" TO :"app";

SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service')
\gexec

REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"app";

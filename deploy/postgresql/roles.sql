-- The database of the register and its two roles. Run once as a superuser:
--   psql -v owner_password=… -v service_password=… -f roles.sql
-- eir_owner owns the schema and brings it up to date; eir_service is what the register runs as, and cannot rewrite
-- the journal. At the register's first start and after upgrades, database.ownerUser and database.ownerPassword have to
-- be set; otherwise leave them out.
CREATE ROLE eir_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE eir_service LOGIN PASSWORD :'service_password';
CREATE DATABASE eir OWNER eir_owner;
\connect eir
REVOKE ALL ON SCHEMA public FROM public;
ALTER SCHEMA public OWNER TO eir_owner;

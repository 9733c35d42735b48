-- Keys that programs show to the admin API. What they show is kept nowhere: only its hash is here.

CREATE SEQUENCE api_key_id;

-- Never changed but for the two last columns: another need gets another key.
CREATE TABLE api_key (
    id           bigint      PRIMARY KEY,
    name         text        NOT NULL UNIQUE,  -- changes are recorded under it, so it is never given twice
    secret_hash  bytea       NOT NULL UNIQUE CHECK (length(secret_hash) = 32),  -- SHA-256 of 256 random bits as text
    roles        text[]      NOT NULL CHECK (cardinality(roles) > 0),           -- org.eir.core.access.Role
    organisation text        NOT NULL,
    expires      timestamptz NOT NULL,         -- first moment at which it is no longer good
    created_by   bigint      NOT NULL,         -- change set
    salt         bytea       NOT NULL,         -- of the commitment to its name
    revoked_by   bigint,                       -- change set
    last_used    timestamptz                   -- to within a minute
);

CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON api_key EXECUTE FUNCTION refuse_rewriting();

GRANT USAGE ON SEQUENCE api_key_id TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (revoked_by, last_used) ON api_key TO ${serviceRole};

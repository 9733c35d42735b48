-- The lists, their history, and the one row that gives every change its place in it.
--
-- Who may do what: this script runs as the owner of the schema. The service has another role, ${serviceRole}, which
-- can add to the journal and not rewrite it. Times are UTC. Codes of lists and reasons are those of org.eir.core.list.

CREATE SCHEMA staging AUTHORIZATION CURRENT_USER;  -- rows of imports that are not applied yet; nothing here counts

-- The revision that was recorded last. The last step of every change locks this row, so revisions have no gaps, are
-- visible in order, and rise with time.
CREATE TABLE head (
    single      boolean     PRIMARY KEY DEFAULT true CHECK (single),
    revision    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL
);
INSERT INTO head (revision, recorded_at) VALUES (0, 'epoch');

CREATE SEQUENCE change_set_id;
CREATE SEQUENCE entry_id;
CREATE SEQUENCE import_id;

-- One revision of the register: the leaf of the log. Append-only.
CREATE TABLE change_set (
    id          bigint      PRIMARY KEY,      -- what its rows carry: they are written before the revision is known
    revision    bigint      NOT NULL UNIQUE,
    recorded_at timestamptz NOT NULL UNIQUE,
    encoding    smallint    NOT NULL,         -- version of the canonical bytes (org.eir.core.change.ChangeEncoding)
    kind        smallint    NOT NULL,         -- org.eir.core.change.ChangeKind
    row_count   bigint      NOT NULL,
    rows_root   bytea       NOT NULL,         -- root of the tree of its rows (RFC 6962 section 2.1)
    actor_hash  bytea       NOT NULL,         -- commitment to who did it
    leaf_hash   bytea       NOT NULL          -- hash of the leaf: commits to everything above
);

-- Who made a change: personal data, so beside the log and erasable without breaking it.
CREATE TABLE change_set_actor (
    change_set_id bigint PRIMARY KEY,
    actor         text   NOT NULL,
    approver      text,                         -- the second person, where the change needed one
    salt          bytea  NOT NULL
);

-- The rows of change sets, exactly as hashed. Append-only. No foreign key: a row comes before its change set, and
-- checking a million of them one by one would hold the head for seconds.
CREATE TABLE change (
    change_set_id bigint   NOT NULL,
    row_number    integer  NOT NULL,          -- from 1, the order of hashing
    operation     smallint NOT NULL,          -- org.eir.core.change.ChangeEncoding.Operation
    entry_id      bigint   NOT NULL,          -- 0 where it concerns no entry
    kind          smallint NOT NULL,          -- 1 IMEI; 0 where it concerns no identity
    id_from       bigint   NOT NULL,          -- first 14 digits as a number (TS 23.003 clause 6.2.1)
    id_to         bigint   NOT NULL,
    scope         text     NOT NULL,
    subject       text     NOT NULL DEFAULT '', -- what it is about, for people, where it concerns no entry
    canonical     bytea    NOT NULL,
    PRIMARY KEY (change_set_id, row_number)
);

-- Entries of the lists. Never deleted; a withdrawal fills the last columns, once.
CREATE TABLE entry (
    id          bigint   PRIMARY KEY,
    kind        smallint NOT NULL CHECK (kind = 1),
    id_from     bigint   NOT NULL,            -- IMEI without check digit: TAC and SNR (TS 23.003 clause 6.2.1)
    id_to       bigint   NOT NULL,            -- the same for a single device; up to the end of the TAC for a range
    list        smallint NOT NULL CHECK (list IN (0, 1, 2, 3)),  -- white, black, grey: EquipmentStatus (TS 29.002 clause 17.7.1); golden
    scope       text     NOT NULL,            -- '' for every network, else one organisation's
    source      text     NOT NULL,            -- who says so (ITU-T Q.5055: consolidated from several operators)
    reason      smallint NOT NULL,
    exempt      boolean  NOT NULL,            -- hides wider entries
    reported    timestamptz,                  -- reporting_date of a stolen list
    valid_from  timestamptz,
    valid_until timestamptz,
    added_by    bigint   NOT NULL,            -- change set
    reference   text,                         -- may name a person: committed to, never hashed in clear, erasable
    note        text,
    salt        bytea    NOT NULL,            -- of the commitment; empty where there is neither reference nor note
    withdrawn_by         bigint,              -- change set
    withdrawal_reason    smallint,
    withdrawal_reference text,
    withdrawal_salt      bytea,
    CHECK (id_from <= id_to),
    CHECK (id_from / 1000000 = id_to / 1000000),   -- within one TAC
    CHECK (valid_from < valid_until)
);

-- The key of an entry, and the way to everything that is in force for an identity.
CREATE UNIQUE INDEX entry_in_force ON entry (id_from, id_to, kind, list, source) WHERE withdrawn_by IS NULL;
CREATE INDEX entry_range ON entry (id_from) WHERE withdrawn_by IS NULL AND id_to > id_from;
CREATE INDEX entry_dated ON entry (id_from, id_to)
    WHERE withdrawn_by IS NULL AND (valid_from IS NOT NULL OR valid_until IS NOT NULL);

-- What is answered where no list decides (ITU-T Q Suppl. 73: permissive and restrictive mode). The last one counts.
CREATE TABLE policy (
    change_set_id bigint PRIMARY KEY,
    unlisted      text   NOT NULL,
    malformed     text   NOT NULL,
    test_identity text   NOT NULL
);

-- Files that were imported or are about to be.
CREATE TABLE import (
    id           bigint      PRIMARY KEY,
    list         smallint    NOT NULL,
    source       text        NOT NULL,
    mode         text        NOT NULL CHECK (mode IN ('add', 'replace')),
    reference    text        NOT NULL,
    actor        text        NOT NULL,
    created      timestamptz NOT NULL DEFAULT clock_timestamp(),
    staged       bigint      NOT NULL DEFAULT 0,  -- identities in staging: unlogged, so lost if the database crashes
    state        text        NOT NULL CHECK (state IN ('receiving', 'previewed', 'applying', 'applied', 'failed')),
    rows         bigint      NOT NULL DEFAULT 0,
    added        bigint      NOT NULL DEFAULT 0,
    unchanged    bigint      NOT NULL DEFAULT 0,
    changed      bigint      NOT NULL DEFAULT 0,
    withdrawn    bigint      NOT NULL DEFAULT 0,
    rejected     bigint      NOT NULL DEFAULT 0,
    spare_digits bigint      NOT NULL DEFAULT 0,
    revision     bigint,
    failure      text
);

CREATE TABLE import_rejection (
    import_id bigint NOT NULL,
    line      bigint NOT NULL,
    field     text   NOT NULL,
    value     text   NOT NULL,
    rule      text   NOT NULL
);
CREATE INDEX import_rejection_line ON import_rejection (import_id, line);

-- What is written stays written, whoever asks: the service lacks the right, and the owner is stopped here.
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change_set EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON change EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON entry EXECUTE FUNCTION refuse_rewriting();

CREATE FUNCTION head_only_advances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.revision <> OLD.revision + 1 OR NEW.recorded_at <= OLD.recorded_at THEN
        RAISE EXCEPTION 'the head advances by one revision and in time: % (%) after % (%)',
            NEW.revision, NEW.recorded_at, OLD.revision, OLD.recorded_at;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_advances BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION head_only_advances();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON head EXECUTE FUNCTION refuse_rewriting();

GRANT USAGE ON SCHEMA public TO ${serviceRole};
GRANT USAGE, CREATE ON SCHEMA staging TO ${serviceRole};
GRANT USAGE ON SEQUENCE change_set_id, entry_id, import_id TO ${serviceRole};
GRANT SELECT, UPDATE (revision, recorded_at) ON head TO ${serviceRole};
GRANT SELECT, INSERT ON change_set, change_set_actor, change, policy TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (withdrawn_by, withdrawal_reason, withdrawal_reference, withdrawal_salt) ON entry TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (state, staged, rows, added, unchanged, changed, withdrawn, rejected, spare_digits, revision, failure)
    ON import TO ${serviceRole};
GRANT SELECT, INSERT ON import_rejection TO ${serviceRole};
GRANT SELECT ON flyway_schema_history TO ${serviceRole};

-- Entries are found by what is known of them, devices have several identities, and a call that is sent twice is done once.

ALTER TABLE entry ADD source_reference text;  -- the source's own number of the case; treated like the reference

-- Pages of entries, the newest first. Stolen devices on the black list are nearly everything, and what is nearly everything
-- is found without an index: so imports of them pay for the first two only, which grow at their ends.
CREATE INDEX entry_source ON entry (source, id);
CREATE INDEX entry_added ON entry (added_by);
CREATE INDEX entry_other_list ON entry (list, id) WHERE list <> 1;
CREATE INDEX entry_other_reason ON entry (reason, id) WHERE reason <> 1;
CREATE INDEX entry_withdrawn ON entry (id) WHERE withdrawn_by IS NOT NULL;
CREATE INDEX entry_withdrawn_identity ON entry (id_from) WHERE withdrawn_by IS NOT NULL;

CREATE SEQUENCE device_group_id;

-- Identities of one device: one with several radios has several IMEIs. Never deleted; dissolving fills the last column, once.
CREATE TABLE device_group (
    id           bigint PRIMARY KEY,
    source       text   NOT NULL,             -- who says so
    formed_by    bigint NOT NULL,             -- change set
    dissolved_by bigint                       -- change set
);

CREATE TABLE device_group_member (
    group_id bigint  NOT NULL REFERENCES device_group,
    imei     bigint  NOT NULL,                -- first 14 digits as a number (TS 23.003 clause 6.2.1)
    live     boolean NOT NULL DEFAULT true,   -- false once the group is dissolved
    PRIMARY KEY (group_id, imei)
);
CREATE UNIQUE INDEX device_group_of ON device_group_member (imei) WHERE live;  -- a device is one device

CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON device_group EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON device_group_member EXECUTE FUNCTION refuse_rewriting();

-- Calls that carried an Idempotency-Key, for a day. Nothing here can be read without that key, which is kept nowhere.
CREATE TABLE answered_call (
    key     bytea       PRIMARY KEY,          -- hash of the caller and its key
    caller  bytea       NOT NULL,             -- hash of the caller
    request bytea       NOT NULL,             -- keyed hash of the request
    answer  bytea,                            -- sealed with the key; absent while the call is under way
    taken   timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX answered_call_of ON answered_call (caller, taken);
CREATE INDEX answered_call_age ON answered_call (taken);

GRANT USAGE ON SEQUENCE device_group_id TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (dissolved_by) ON device_group TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (live) ON device_group_member TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON answered_call TO ${serviceRole};

-- Policies for origin networks, and rules about a device together with its subscribers.

-- Every version of every policy. The last row of a name counts; one with a withdrawal takes the policy out of force.
ALTER TABLE policy
    ADD COLUMN name            text NOT NULL DEFAULT 'default',     -- 'default': for everybody whom no other is for
    ADD COLUMN organisation    text NOT NULL DEFAULT '',            -- whose local entries count; '' nobody's
    ADD COLUMN told_prohibited text NOT NULL DEFAULT 'prohibited',  -- how the verdicts are told
    ADD COLUMN told_tracked    text NOT NULL DEFAULT 'tracked',
    ADD COLUMN told_unknown    text NOT NULL DEFAULT 'unknown',
    ADD COLUMN withdrawal      smallint;                            -- reason (org.eir.core.list.WithdrawalReason)

-- Whom a version of a policy is for. Append-only.
CREATE TABLE policy_origin (
    change_set_id bigint   NOT NULL,
    kind          smallint NOT NULL CHECK (kind BETWEEN 1 AND 5),  -- org.eir.core.check.OriginMatcher.Kind: Origin-Host and
                                                                   -- Origin-Realm (TS 29.272 clause 5.3), calling point code
                                                                   -- and global title (Q.713 clause 3.4.2), association
    value         text     NOT NULL,
    PRIMARY KEY (change_set_id, kind, value)
);

-- What a policy's change refers to: may name a person, so beside the log and erasable without breaking it.
CREATE TABLE policy_reference (
    change_set_id bigint PRIMARY KEY,
    reference     text   NOT NULL,
    salt          bytea  NOT NULL
);

CREATE SEQUENCE subscriber_rule_id;

-- Exceptions and locks. Never deleted; a withdrawal fills the last columns, once.
CREATE TABLE subscriber_rule (
    id          bigint   PRIMARY KEY,
    device      bigint   NOT NULL,            -- IMEI without check digit (TS 23.003 clause 6.2.1)
    kind        smallint NOT NULL CHECK (kind IN (1, 2)),  -- exception, lock
    verdict     text     NOT NULL CHECK (verdict IN ('permitted', 'tracked')),
    source      text     NOT NULL,            -- who says so and owns it
    reason      smallint NOT NULL,
    valid_from  timestamptz,
    valid_until timestamptz,
    added_by    bigint   NOT NULL,            -- change set
    reference   text,                         -- may name a person: committed to, never hashed in clear, erasable
    note        text,
    salt        bytea    NOT NULL,            -- of the commitment to subscribers, reference and note
    withdrawn_by         bigint,              -- change set
    withdrawal_reason    smallint,
    withdrawal_reference text,
    withdrawal_salt      bytea,
    CHECK (valid_from < valid_until)
);
CREATE UNIQUE INDEX subscriber_rule_in_force ON subscriber_rule (device, source) WHERE withdrawn_by IS NULL;

-- Whom a rule names: IMSIs (TS 23.003 clause 2.2), sealed (org.eir.core.subscriber.SubscriberVault).
CREATE TABLE subscriber_rule_imsi (
    rule_id  bigint   NOT NULL,
    position smallint NOT NULL,               -- from 1, the order in the commitment
    key_id   smallint NOT NULL,
    cipher   bytea    NOT NULL,
    lookup   bytea    NOT NULL,               -- keyed hash: rows of one subscriber are found without opening any
    PRIMARY KEY (rule_id, position)
);
CREATE INDEX subscriber_rule_imsi_lookup ON subscriber_rule_imsi (lookup);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_origin EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON subscriber_rule EXECUTE FUNCTION refuse_rewriting();

GRANT USAGE ON SEQUENCE subscriber_rule_id TO ${serviceRole};
GRANT SELECT, INSERT ON policy_origin, policy_reference, subscriber_rule_imsi TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (withdrawn_by, withdrawal_reason, withdrawal_reference, withdrawal_salt)
    ON subscriber_rule TO ${serviceRole};
GRANT UPDATE (key_id, cipher, lookup) ON subscriber_rule_imsi TO ${serviceRole};  -- sealing again with a new key

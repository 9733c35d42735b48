-- Who used which device lately, and who asked to know. An IMSI (TS 23.003 clause 2.2) is stored in three columns and
-- never in clear (org.eir.core.subscriber.SubscriberVault); the keys are not in this database:
--   key_id  number of the key
--   cipher  the IMSI under AES-256-GCM
--   lookup  keyed hash of it (HMAC-SHA-256, 16 octets), by which rows of one subscriber are found

-- The keys that were ever used, by what tells them apart: a node with another secret under a known number is refused.
CREATE TABLE subscriber_key (
    id          smallint    PRIMARY KEY,
    fingerprint bytea       NOT NULL,
    first_used  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A device in the hands of a subscriber, as it was asked for last. Bounded by number and age: rows are deleted.
-- Rows are rewritten often and the columns that change are in no index, so that PostgreSQL can do it in place.
CREATE TABLE sighting (
    imei         bigint      NOT NULL,        -- first 14 digits as a number (TS 23.003 clause 6.2.1)
    lookup       bytea       NOT NULL,        -- '' where the network did not say who
    key_id       smallint,
    cipher       bytea,
    via          smallint    NOT NULL,        -- 1 S13, 2 S13', 3 F, 4 Gf (TS 23.002 clause 6.4)
    peer         text        NOT NULL,        -- the adjacent node that delivered the question
    origin_host  text        NOT NULL,        -- Origin-Host, or calling global title or point code
    origin_realm text        NOT NULL,        -- Origin-Realm, or the association's network
    first_seen   timestamptz NOT NULL,
    last_seen    timestamptz NOT NULL,
    PRIMARY KEY (imei, lookup),
    CHECK ((lookup = '') = (key_id IS NULL) AND (key_id IS NULL) = (cipher IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX sighting_subscriber ON sighting (lookup) WHERE lookup <> '';
CREATE INDEX sighting_key ON sighting (key_id) WHERE key_id IS NOT NULL;

-- What was read of personal data: beside the change set of kind 7 that says when and by whom. The log holds only a
-- salted commitment to it, so these columns can be erased without breaking the log.
CREATE TABLE access_record (
    change_set_id bigint   PRIMARY KEY,
    what          text     NOT NULL,          -- devices-of-subscriber, subscribers-of-device, …
    key_id        smallint,                   -- whose data, where somebody asked for a subscriber
    cipher        bytea,
    lookup        bytea,
    imei          bigint,                     -- or of which device
    reference     text,                       -- what for: a police report, a case
    salt          bytea    NOT NULL,
    CHECK ((key_id IS NULL) = (cipher IS NULL) AND (key_id IS NULL) = (lookup IS NULL))
);
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON access_record EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT, INSERT ON subscriber_key TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE, DELETE ON sighting TO ${serviceRole};
GRANT SELECT, INSERT, UPDATE (key_id, cipher, lookup) ON access_record TO ${serviceRole};

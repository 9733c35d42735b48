-- Questions about the past: what was in force for an identity at any moment is found by indexes, whatever was withdrawn since.

CREATE INDEX entry_withdrawn_range ON entry (id_from) WHERE withdrawn_by IS NOT NULL AND id_to > id_from;
CREATE INDEX subscriber_rule_device ON subscriber_rule (device);

-- The life of a device: entries are found by the indexes above, so that imports pay for none on the journal itself.
CREATE INDEX change_golden_override ON change (id_from) WHERE operation = 13;
CREATE INDEX device_group_member_imei ON device_group_member (imei);
CREATE INDEX import_revision ON import (revision) WHERE revision IS NOT NULL;
CREATE INDEX import_rollback_revision ON import (rollback_revision) WHERE rollback_revision IS NOT NULL;

-- How often networks asked for a device that is listed, and were told so. Bounded by number and age: rows are deleted. The
-- columns that change are in no index, so that PostgreSQL can rewrite rows in place.
CREATE TABLE attempt (
    day     date        NOT NULL,             -- of UTC
    imei    bigint      NOT NULL,             -- first 14 digits as a number (TS 23.003 clause 6.2.1)
    list    smallint    NOT NULL CHECK (list IN (1, 2)),  -- that decided: black, grey
    origin  text        NOT NULL,             -- Origin-Realm (TS 29.272 clause 5.3), or the SS7 association's network
    reason  smallint    NOT NULL,
    times   bigint      NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (day, imei, list, origin)
) WITH (fillfactor = 80);
CREATE INDEX attempt_imei ON attempt (imei);

-- When the last of the nodes that follow applied a revision: from then on it counted in every network.
CREATE TABLE revision_applied (
    revision   bigint      PRIMARY KEY,
    applied_at timestamptz NOT NULL,
    nodes      integer     NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON attempt, revision_applied TO ${serviceRole};

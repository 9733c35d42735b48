-- What an import means is on record before it is applied, and how it was taken back afterwards.

ALTER TABLE import
    DROP CONSTRAINT import_state_check,
    ADD CONSTRAINT import_state_check CHECK (state IN
        ('receiving', 'previewed', 'awaiting-approval', 'applying', 'applied', 'rolled-back', 'failed')),
    ADD COLUMN override_golden   boolean NOT NULL DEFAULT false,  -- rows may block what the golden list protects
    ADD COLUMN conflicts         bigint  NOT NULL DEFAULT 0,      -- rows whose identity is in force in another list
    ADD COLUMN golden_conflicts  bigint  NOT NULL DEFAULT 0,      -- rows that would block what a golden entry protects
    ADD COLUMN seen              bigint,                          -- devices seen lately when it was compared
    ADD COLUMN seen_changed      bigint,                          -- those that would get another verdict
    ADD COLUMN seen_complete     boolean,                         -- whether all of them were looked at
    ADD COLUMN widest            integer NOT NULL DEFAULT 1,      -- identities covered by the widest entry it adds or withdraws
    ADD COLUMN held              bigint  NOT NULL DEFAULT 0,      -- entries its source had in the list, where it withdraws some
    ADD COLUMN rollback_revision bigint,
    ADD COLUMN later_edits       bigint  NOT NULL DEFAULT 0;      -- identities that a rollback left alone

-- The first of the conflicts. What is shown of them is what was true when the rows were compared.
CREATE TABLE import_conflict (
    import_id bigint   NOT NULL,
    golden    boolean  NOT NULL,
    line      bigint   NOT NULL,              -- of the row in its file
    id_from   bigint   NOT NULL,              -- what the row is about
    id_to     bigint   NOT NULL,
    entry_id  bigint   NOT NULL,              -- the entry that it is at odds with, its list and owner
    list      smallint NOT NULL,
    source    text     NOT NULL
);
CREATE INDEX import_conflict_import ON import_conflict (import_id);

-- The models (TS 23.003 clause 6.2.1: TAC) with most rows.
CREATE TABLE import_tac (
    import_id bigint  NOT NULL,
    tac       integer NOT NULL,
    rows      bigint  NOT NULL,
    PRIMARY KEY (import_id, tac)
);

-- Whom it would hit, of the devices seen lately: by verdict before and after, and by the network that asked last.
CREATE TABLE import_impact (
    import_id      bigint NOT NULL,
    before_verdict text,                      -- null in the rows by network
    after_verdict  text,
    origin_host    text,                      -- Origin-Host, or calling global title or point code; null in the others
    origin_realm   text,
    devices        bigint NOT NULL
);
CREATE INDEX import_impact_import ON import_impact (import_id);

-- The first identities that a rollback left alone because they were changed after the import.
CREATE TABLE import_later_edit (
    import_id bigint NOT NULL,
    id_from   bigint NOT NULL,
    id_to     bigint NOT NULL,
    revision  bigint NOT NULL                 -- the last that changed it
);
CREATE INDEX import_later_edit_import ON import_later_edit (import_id);

-- Few entries protect, and every file is compared with them.
CREATE INDEX entry_golden ON entry (id_from, id_to) WHERE withdrawn_by IS NULL AND list = 3;

-- The journal rows of a change set that withdraws in bulk are written from its entries.
CREATE INDEX entry_withdrawn_by ON entry (withdrawn_by) WHERE withdrawn_by IS NOT NULL;

GRANT UPDATE (conflicts, golden_conflicts, widest, held, seen, seen_changed, seen_complete, rollback_revision, later_edits) ON import TO ${serviceRole};
GRANT SELECT, INSERT ON import_conflict, import_tac, import_impact, import_later_edit TO ${serviceRole};

-- A row of a file changes only what it says, exempt marks need two persons in imports too, and an import that was compared
-- with other lists than those of the moment in which it is applied is compared again.
ALTER TABLE import
    ADD COLUMN exempt            bigint NOT NULL DEFAULT 0,  -- entries with an exempt mark that it adds, changes or withdraws
    ADD COLUMN compared          timestamptz,                -- when its rows were compared with the lists, last
    ADD COLUMN compared_revision bigint;                     -- the revision of those lists

-- What was compared before does not know what its file said.
UPDATE import SET state = 'failed', failure = 'the register was upgraded meanwhile; import the file again'
    WHERE state IN ('previewed', 'awaiting-approval');

GRANT UPDATE (exempt, compared, compared_revision) ON import TO ${serviceRole};
GRANT DELETE ON import_conflict, import_tac, import_impact TO ${serviceRole};

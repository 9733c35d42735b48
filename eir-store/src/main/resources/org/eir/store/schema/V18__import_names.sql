-- Rejected rows name the column of their file, and an import waits for its second person as long as its proposal does.
ALTER TABLE import
    ADD COLUMN identity_column text NOT NULL DEFAULT 'imei',   -- what its file calls the column with the identity
    ADD COLUMN awaits_until    timestamptz;                    -- when its proposal expires, while it awaits approval

UPDATE import SET awaits_until = created + interval '30 days' WHERE state = 'awaiting-approval';
ALTER TABLE import ADD CHECK (state <> 'awaiting-approval' OR awaits_until IS NOT NULL);

GRANT UPDATE (awaits_until) ON import TO ${serviceRole};

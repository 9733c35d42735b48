-- Questions about the past: what was in force for an identity at any moment is found by indexes, whatever was withdrawn since.

CREATE INDEX entry_withdrawn_range ON entry (id_from) WHERE withdrawn_by IS NOT NULL AND id_to > id_from;
CREATE INDEX subscriber_rule_device ON subscriber_rule (device);

-- The life of a device: entries are found by the indexes above, so that imports pay for none on the journal itself.
CREATE INDEX change_golden_override ON change (id_from) WHERE operation = 13;
CREATE INDEX device_group_member_imei ON device_group_member (imei);
CREATE INDEX import_revision ON import (revision) WHERE revision IS NOT NULL;
CREATE INDEX import_rollback_revision ON import (rollback_revision) WHERE rollback_revision IS NOT NULL;

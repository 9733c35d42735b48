-- Questions about the past: what was in force for an identity at any moment is found by indexes, whatever was withdrawn since.

CREATE INDEX entry_withdrawn_range ON entry (id_from) WHERE withdrawn_by IS NOT NULL AND id_to > id_from;
CREATE INDEX subscriber_rule_device ON subscriber_rule (device);

-- Rejected rows are shown for a while, not kept for ever.

GRANT DELETE ON import_rejection TO ${serviceRole};

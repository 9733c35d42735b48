-- The Merkle tree over the leaves of the log (RFC 6962 section 2.1), so that a proof is a few look-ups, and the signed
-- heads of it. Nothing here is believed by whoever verifies: every node and every verifier computes the tree from the leaves.

-- Interior nodes, written once their subtree is complete. Leaves are change_set.leaf_hash: leaf i is revision i + 1.
CREATE TABLE log_node (
    level smallint NOT NULL CHECK (level > 0),  -- the subtree has 2^level leaves
    index bigint   NOT NULL,                    -- from 0: it begins at leaf index * 2^level
    hash  bytea    NOT NULL,                    -- SHA-256 of 0x01, left and right child
    PRIMARY KEY (level, index)
);

-- The same of the rows of a large change set: the root of every 4096 rows, so that one row of millions is proven from
-- those and the rows beside it.
CREATE TABLE row_block (
    change_set_id bigint NOT NULL,
    index         bigint NOT NULL,              -- from 0: it begins at row index * 4096 + 1
    hash          bytea  NOT NULL,
    PRIMARY KEY (change_set_id, index)
);

-- Signed heads of the tree: C2SP signed notes (c2sp.org/tlog-checkpoint).
CREATE TABLE checkpoint (
    size      bigint      NOT NULL CHECK (size > 0), -- leaves of the tree
    note      text        NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (size, note)                    -- several of a size: nodes sign with keys of their own
);

-- Keys that sign, beside the change sets that say so.
CREATE TABLE log_key (
    change_set_id bigint PRIMARY KEY,
    key           text   NOT NULL UNIQUE        -- as C2SP signed-note writes it: name+id+key
);

-- The nodes that a leaf completes; on average one. It runs while the head row is locked, so its neighbours are there.
CREATE FUNCTION complete_log_nodes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    depth smallint := 0;
    place bigint := NEW.revision;               -- number, from 1, of the node just completed on its level
    node  bytea := NEW.leaf_hash;
    other bytea;
BEGIN
    WHILE place % 2 = 0 LOOP
        IF depth = 0 THEN
            SELECT s.leaf_hash INTO STRICT other FROM change_set s WHERE s.revision = NEW.revision - 1;
        ELSE
            SELECT n.hash INTO STRICT other FROM log_node n WHERE n.level = depth AND n.index = place - 2;
        END IF;
        node := sha256('\x01'::bytea || other || node);
        depth := depth + 1;
        place := place / 2;
        INSERT INTO log_node VALUES (depth, place - 1, node);
    END LOOP;
    RETURN NULL;
END $$;

-- What was recorded before.
DO $$
DECLARE
    above smallint := 1;
    made  bigint;
BEGIN
    INSERT INTO log_node
        SELECT 1, r.revision / 2 - 1, sha256('\x01'::bytea || l.leaf_hash || r.leaf_hash)
        FROM change_set l JOIN change_set r ON r.revision = l.revision + 1 WHERE r.revision % 2 = 0;
    GET DIAGNOSTICS made = ROW_COUNT;
    WHILE made > 1 LOOP
        INSERT INTO log_node
            SELECT above + 1, l.index / 2, sha256('\x01'::bytea || l.hash || r.hash)
            FROM log_node l JOIN log_node r ON r.level = above AND r.index = l.index + 1
            WHERE l.level = above AND l.index % 2 = 0;
        GET DIAGNOSTICS made = ROW_COUNT;
        above := above + 1;
    END LOOP;
END $$;

CREATE TEMPORARY TABLE subtree ON COMMIT DROP AS
    SELECT c.change_set_id, c.row_number - 1::bigint AS index, sha256('\x00'::bytea || c.canonical) AS hash
    FROM change c JOIN change_set s ON s.id = c.change_set_id WHERE s.row_count >= 4096;
DO $$
BEGIN
    FOR level IN 1..12 LOOP
        CREATE TEMPORARY TABLE above ON COMMIT DROP AS
            SELECT change_set_id, index / 2 AS index, sha256('\x01'::bytea || string_agg(hash, ''::bytea ORDER BY index)) AS hash
            FROM subtree GROUP BY 1, 2 HAVING count(*) = 2;
        DROP TABLE subtree;
        ALTER TABLE above RENAME TO subtree;
    END LOOP;
END $$;
INSERT INTO row_block SELECT change_set_id, index, hash FROM subtree;

CREATE TRIGGER log_nodes AFTER INSERT ON change_set FOR EACH ROW EXECUTE FUNCTION complete_log_nodes();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_node EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON row_block EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log_key EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT ON log_node TO ${serviceRole};
GRANT SELECT, INSERT ON row_block, checkpoint, log_key TO ${serviceRole};

-- What the log commits to of a proposal: request, about, requester and organisation. None for those that were asked for
-- before proposals were in the log.
ALTER TABLE proposal ADD COLUMN salt bytea;

-- What became of proposals, each step of it. Personal data: beside the log.
CREATE TABLE proposal_decision (
    change_set_id bigint NOT NULL,
    proposal_id   bigint NOT NULL,
    decision      text   NOT NULL,              -- approved, rejected, expired, released (approved no longer), failed
    decided_by    text,                         -- account name; null where nobody did
    reason        text,
    salt          bytea  NOT NULL,              -- of the commitment to both; empty where there is neither
    PRIMARY KEY (change_set_id, proposal_id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_decision EXECUTE FUNCTION refuse_rewriting();
GRANT SELECT, INSERT ON proposal_decision TO ${serviceRole};

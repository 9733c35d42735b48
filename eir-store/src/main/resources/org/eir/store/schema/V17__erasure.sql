-- Personal data is erased by law, and the log stays whole: it holds commitments, and the data and the salts lie beside. The
-- service has no right to take any of it away. It writes what is to go into the rows of a change set of kind 11, and
-- erase() then takes away what these rows name, and nothing else, in the transaction that records them.

-- Orders: beside the first row of each erasure's change set.
CREATE TABLE erasure (
    change_set_id bigint PRIMARY KEY REFERENCES change_set (id) DEFERRABLE INITIALLY DEFERRED,  -- or nothing is erased
    about         text   NOT NULL,            -- change, person, subscriber
    reference     text,                       -- of the order; null once erased
    salt          bytea  NOT NULL
);

-- What the other rows say, to be found by whoever meets what is missing.
CREATE TABLE erased_place (
    erased_by     bigint     NOT NULL REFERENCES erasure,
    number        integer    NOT NULL,        -- the row that says so
    change_set_id bigint     NOT NULL,        -- of what something was erased
    row_number    integer    NOT NULL,        -- 0: who made the change
    operation     smallint   NOT NULL,        -- of that row; 0: who made the change
    subject_id    bigint     NOT NULL,        -- the entry, or the exception or lock, that it is about; 0 if none
    fields        smallint[] NOT NULL,        -- places in what was committed to, from 1
    PRIMARY KEY (erased_by, number)
);
CREATE INDEX erased_place_at ON erased_place (change_set_id, row_number);
CREATE INDEX erased_place_of ON erased_place (subject_id, operation);

-- What is missing, and the last erasure that took something of it.
CREATE VIEW erased AS
    SELECT p.change_set_id, p.row_number, max(s.revision) AS revision
    FROM erased_place p JOIN change_set s ON s.id = p.erased_by
    GROUP BY p.change_set_id, p.row_number;

ALTER TABLE change_set_actor ALTER COLUMN actor DROP NOT NULL;
ALTER TABLE api_key ALTER COLUMN name DROP NOT NULL;
-- Of a proposal, and of an import, what was erased is the empty text.
ALTER TABLE proposal DROP CONSTRAINT proposal_check;
ALTER TABLE proposal ADD CHECK (decided_by <> requester OR decided_by = '');  -- nobody approves a change of their own

-- The row of a proposal in the log.
CREATE INDEX change_proposal ON change (substring(canonical FROM 3 FOR 8)) WHERE operation = 14;

-- Big-endian, as canonical bytes have numbers; first octet 1.
CREATE FUNCTION canonical_number(canonical bytea, first integer, octets integer) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT ('x' || lpad(encode(substring(canonical FROM first FOR octets), 'hex'), 16, '0'))::bit(64)::bigint
$$;

-- Decided proposals, and what was said of them, change only by being erased: which the owner's function does, and it alone.
CREATE OR REPLACE FUNCTION decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
            AND (NEW.state, NEW.decided_at, NEW.revision) IS NOT DISTINCT FROM (OLD.state, OLD.decided_at, OLD.revision) THEN
        RETURN NEW;
    END IF;
    IF OLD.state NOT IN ('pending', 'approved') THEN
        RAISE EXCEPTION 'proposal % is % and stays so', OLD.id, OLD.state;
    END IF;
    IF NEW.state = 'done' AND OLD.state <> 'approved' THEN
        RAISE EXCEPTION 'proposal % is % and cannot be done: nobody has approved it', OLD.id, OLD.state;
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER append_only ON proposal_decision;
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON proposal_decision EXECUTE FUNCTION refuse_rewriting();

-- An erasure that is being written: it is recorded later in this transaction, or there is none.
CREATE FUNCTION require_open_erasure(by_set bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM erasure e WHERE e.change_set_id = by_set)
            OR EXISTS (SELECT FROM change_set s WHERE s.id = by_set) THEN
        RAISE EXCEPTION 'personal data is erased in the transaction that records its erasure, and in no other way';
    END IF;
END $$;

-- What the log never committed to, of a subscriber (keyed hashes of the IMSI) or of a person (account name). Says how much.
CREATE FUNCTION erase_beside(by_set bigint, lookups bytea[], person text, OUT sightings bigint, OUT records bigint, OUT files bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_open_erasure(by_set);
    DELETE FROM sighting s WHERE s.lookup = ANY (lookups);
    GET DIAGNOSTICS sightings = ROW_COUNT;
    UPDATE check_record r SET key_id = NULL, cipher = NULL, lookup = NULL WHERE r.lookup = ANY (lookups);
    GET DIAGNOSTICS records = ROW_COUNT;
    UPDATE import i SET actor = '' WHERE i.actor = person;
    GET DIAGNOSTICS files = ROW_COUNT;
END $$;

-- Takes away what the rows of this change set name. Salts: of what each leaves, in the order of the rows; empty for nothing.
CREATE FUNCTION erase(by_set bigint, salts bytea[]) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    places bigint;
BEGIN
    PERFORM require_open_erasure(by_set);
    INSERT INTO erased_place
        SELECT by_set, c.row_number, s.id, canonical_number(c.canonical, 11, 8), coalesce(t.operation, 0),
               CASE WHEN t.operation IN (1, 2) THEN t.entry_id
                    WHEN t.operation = 5 THEN (SELECT r.id FROM subscriber_rule r WHERE r.added_by = s.id AND r.device = t.id_from)
                    WHEN t.operation = 6 THEN (SELECT r.id FROM subscriber_rule r WHERE r.withdrawn_by = s.id AND r.device = t.id_from)
                    ELSE 0 END,
               ARRAY(SELECT canonical_number(c.canonical, 21 + 2 * i, 2)
                     FROM generate_series(0, canonical_number(c.canonical, 19, 2)::integer - 1) i)
        FROM change c
        JOIN change_set s ON s.revision = canonical_number(c.canonical, 3, 8)
        LEFT JOIN change t ON t.change_set_id = s.id AND t.row_number = canonical_number(c.canonical, 11, 8)
        WHERE c.change_set_id = by_set AND c.operation = 18;
    GET DIAGNOSTICS places = ROW_COUNT;

    IF EXISTS (SELECT FROM erased_place p JOIN subscriber_rule r ON r.id = p.subject_id
               WHERE p.erased_by = by_set AND p.operation = 5 AND r.withdrawn_by IS NULL AND 2 < ANY (p.fields)) THEN
        RAISE EXCEPTION 'a rule in force names its subscribers: it has to be withdrawn before they are erased';
    END IF;

    UPDATE change_set_actor t SET actor = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.actor END,
                                  approver = CASE WHEN 2 = ANY (p.fields) THEN NULL ELSE t.approver END,
                                  salt = salts[p.number - 1]
        FROM erased_place p WHERE p.erased_by = by_set AND p.row_number = 0 AND t.change_set_id = p.change_set_id;

    UPDATE import i SET reference = ''
        FROM erased_place p JOIN change_set s ON s.id = p.change_set_id JOIN entry t ON t.id = p.subject_id
        WHERE p.erased_by = by_set AND p.operation = 1 AND 1 = ANY (p.fields)
          AND i.revision = s.revision AND i.reference = t.reference;
    UPDATE entry t SET reference = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.reference END,
                       note = CASE WHEN 2 = ANY (p.fields) THEN NULL ELSE t.note END,
                       source_reference = CASE WHEN 3 = ANY (p.fields) THEN NULL ELSE t.source_reference END,
                       salt = salts[p.number - 1]
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 1 AND t.id = p.subject_id;
    UPDATE entry t SET withdrawal_reference = NULL, withdrawal_salt = ''
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 2 AND t.id = p.subject_id;

    DELETE FROM policy_reference t
        USING erased_place p WHERE p.erased_by = by_set AND p.operation IN (3, 4, 12) AND t.change_set_id = p.change_set_id;

    UPDATE subscriber_rule t SET reference = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.reference END,
                                 note = CASE WHEN 2 = ANY (p.fields) THEN NULL ELSE t.note END,
                                 salt = salts[p.number - 1]
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 5 AND t.id = p.subject_id;
    DELETE FROM subscriber_rule_imsi t
        USING erased_place p
        WHERE p.erased_by = by_set AND p.operation = 5 AND t.rule_id = p.subject_id AND t.position + 2 = ANY (p.fields);
    UPDATE subscriber_rule t SET withdrawal_reference = NULL, withdrawal_salt = ''
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 6 AND t.id = p.subject_id;

    UPDATE access_record t SET key_id = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.key_id END,
                               cipher = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.cipher END,
                               lookup = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.lookup END,
                               imei = CASE WHEN 2 = ANY (p.fields) THEN NULL ELSE t.imei END,
                               reference = CASE WHEN 3 = ANY (p.fields) THEN NULL ELSE t.reference END,
                               salt = salts[p.number - 1]
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 9 AND t.change_set_id = p.change_set_id;

    UPDATE api_key t SET name = NULL, salt = ''
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 10 AND t.created_by = p.change_set_id;

    UPDATE proposal t SET request = CASE WHEN 1 = ANY (p.fields) THEN '' ELSE t.request END,
                          request_hash = CASE WHEN 1 = ANY (p.fields) THEN '' ELSE t.request_hash END,
                          about = CASE WHEN 2 = ANY (p.fields) THEN '' ELSE t.about END,
                          requester = CASE WHEN 3 = ANY (p.fields) THEN '' ELSE t.requester END,
                          salt = salts[p.number - 1]
        FROM erased_place p JOIN change c ON c.change_set_id = p.change_set_id AND c.row_number = p.row_number
        WHERE p.erased_by = by_set AND p.operation = 14 AND t.id = canonical_number(c.canonical, 3, 8);

    -- A proposal repeats what was decided last.
    UPDATE proposal t SET decided_by = CASE WHEN 1 = ANY (p.fields) AND t.decided_by = d.decided_by THEN '' ELSE t.decided_by END,
                          decision_reason = CASE WHEN 2 = ANY (p.fields) AND t.decision_reason = d.reason THEN NULL ELSE t.decision_reason END,
                          outcome = CASE WHEN 2 = ANY (p.fields) AND t.outcome = d.reason THEN NULL ELSE t.outcome END
        FROM erased_place p
        JOIN change c ON c.change_set_id = p.change_set_id AND c.row_number = p.row_number
        JOIN proposal_decision d ON d.change_set_id = p.change_set_id AND d.proposal_id = canonical_number(c.canonical, 3, 8)
        WHERE p.erased_by = by_set AND p.operation = 15 AND t.id = d.proposal_id
          AND (t.decided_by = d.decided_by OR t.decision_reason = d.reason OR t.outcome = d.reason);
    UPDATE proposal_decision t SET decided_by = CASE WHEN 1 = ANY (p.fields) THEN NULL ELSE t.decided_by END,
                                   reason = CASE WHEN 2 = ANY (p.fields) THEN NULL ELSE t.reason END,
                                   salt = salts[p.number - 1]
        FROM erased_place p JOIN change c ON c.change_set_id = p.change_set_id AND c.row_number = p.row_number
        WHERE p.erased_by = by_set AND p.operation = 15 AND t.change_set_id = p.change_set_id
          AND t.proposal_id = canonical_number(c.canonical, 3, 8);

    UPDATE erasure t SET reference = NULL, salt = ''
        FROM erased_place p WHERE p.erased_by = by_set AND p.operation = 17 AND t.change_set_id = p.change_set_id;
    RETURN places;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON erased_place EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON erasure EXECUTE FUNCTION refuse_rewriting();

REVOKE ALL ON FUNCTION require_open_erasure(bigint), erase_beside(bigint, bytea[], text), erase(bigint, bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_beside(bigint, bytea[], text), erase(bigint, bytea[]) TO ${serviceRole};
GRANT SELECT, INSERT ON erasure TO ${serviceRole};
GRANT SELECT ON erased_place, erased TO ${serviceRole};

-- A subscriber's records are found without reading all of them.
CREATE INDEX check_record_lookup ON check_record (lookup) WHERE lookup IS NOT NULL;

-- What an import rests on is kept beside what its rows say: it goes with the reference of the whole change.
CREATE FUNCTION erase_import_reference(by_set bigint, of_revision bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM require_open_erasure(by_set);
    UPDATE import i SET reference = '' WHERE i.revision = of_revision AND i.reference <> '';
END $$;
REVOKE ALL ON FUNCTION erase_import_reference(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_import_reference(bigint, bigint) TO ${serviceRole};

-- Whoever owns the tables rewrites no decided proposal either, but in an erasure that is being written.
CREATE OR REPLACE FUNCTION decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
            AND (NEW.state, NEW.decided_at, NEW.revision) IS NOT DISTINCT FROM (OLD.state, OLD.decided_at, OLD.revision)
            AND EXISTS (SELECT FROM erasure e
                        WHERE NOT EXISTS (SELECT FROM change_set s WHERE s.id = e.change_set_id)) THEN
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

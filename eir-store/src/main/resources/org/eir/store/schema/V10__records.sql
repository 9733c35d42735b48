-- Who asked and what was told: the records of the last days, to be searched. Older days go as a whole, by dropping their
-- partition; the files that nodes write are what is kept (docs/reference/records.md).

CREATE SEQUENCE check_record_number;

CREATE TABLE check_record (
    at               timestamptz NOT NULL,
    number           bigint      NOT NULL DEFAULT nextval('check_record_number'),  -- tells those of one moment apart
    via              smallint    NOT NULL,   -- 1 S13, 2 S13', 3 F, 4 Gf (TS 23.002 clause 6.4)
    peer             text        NOT NULL,   -- the adjacent node that delivered the question
    origin_host      text        NOT NULL,   -- Origin-Host, or calling global title or point code
    origin_realm     text        NOT NULL,   -- Origin-Realm, or the association's network
    imei             bigint,                 -- first 14 digits as a number (TS 23.003 clause 6.2.1); null where it was none
    software_version smallint,               -- SVN (TS 23.003 clause 6.2.2), where the network sent it
    defect           text,                   -- what was wrong with what was sent as an identity
    subscriber       text,                   -- masked: country and network of the IMSI; or sealed in the next three columns
    key_id           smallint,
    cipher           bytea,
    lookup           bytea,
    verdict          text        NOT NULL,   -- what the network was told (TS 29.002 clause 17.7.1, TS 29.272 clause 7.3.51)
    decided          text        NOT NULL,   -- what was decided; the policy may tell it differently
    rule             text        NOT NULL,   -- org.eir.core.check.Rule
    revision         bigint      NOT NULL,   -- of the lists
    policy_version   bigint      NOT NULL,
    CHECK ((imei IS NULL) <> (defect IS NULL)),
    CHECK ((key_id IS NULL) = (cipher IS NULL) AND (key_id IS NULL) = (lookup IS NULL))
) PARTITION BY RANGE (at);
CREATE INDEX check_record_latest ON check_record (at DESC, number DESC);
CREATE INDEX check_record_device ON check_record (imei, at DESC, number DESC) WHERE imei IS NOT NULL;

-- Partitions belong to the owner of the schema, so the service makes and drops them by this function and in no other way.
-- Days are those of UTC. Returns how many days were dropped.
CREATE FUNCTION keep_check_records(days integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    first_day date := current_date - days;
    day       date;
    old       text;
    dropped   integer := 0;
BEGIN
    IF days IS NULL OR days < 1 THEN
        RAISE EXCEPTION 'records are kept for 1 day or more, not %', days;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('eir.check_record'));
    FOR day IN SELECT d FROM generate_series(current_date - 1, current_date + 1, interval '1 day') d LOOP
        IF to_regclass('check_record_' || to_char(day, 'YYYYMMDD')) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF check_record FOR VALUES FROM (%L) TO (%L)',
                           'check_record_' || to_char(day, 'YYYYMMDD'), day::timestamptz, (day + 1)::timestamptz);
        END IF;
    END LOOP;
    FOR old IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'check_record'::regclass AND to_date(right(c.relname, 8), 'YYYYMMDD') < first_day
    LOOP
        EXECUTE format('DROP TABLE %I', old);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION keep_check_records(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION keep_check_records(integer) TO ${serviceRole};
GRANT USAGE ON SEQUENCE check_record_number TO ${serviceRole};
GRANT SELECT, INSERT ON check_record TO ${serviceRole};

-- Changes that wait for a second person. Once decided, a proposal stays as it is.

CREATE TABLE proposal (
    id              bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation       text        NOT NULL,        -- org.eir.core.approval.Proposal.Operation
    request         text        NOT NULL,        -- all that is needed to make the change; may name a person
    request_hash    bytea       NOT NULL,        -- SHA-256 of it: the very same asked for twice waits once
    about           text        NOT NULL,
    requester       text        NOT NULL,        -- account name
    organisation    text        NOT NULL,
    roles           text[]      NOT NULL,        -- of the requester when it was asked for
    created         timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires         timestamptz NOT NULL,
    state           text        NOT NULL DEFAULT 'pending'
                                CHECK (state IN ('pending', 'approved', 'done', 'rejected', 'failed', 'expired')),
    decided_by      text        CHECK (decided_by <> requester),   -- nobody approves a change of their own
    decided_at      timestamptz,
    decision_reason text,                        -- why not
    revision        bigint,                      -- that recorded the change
    outcome         text,
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK (state NOT IN ('approved', 'done', 'rejected') OR decided_by IS NOT NULL),
    CHECK ((state = 'done') = (revision IS NOT NULL))
);
CREATE UNIQUE INDEX proposal_pending ON proposal (operation, request_hash, organisation) WHERE state = 'pending';

-- Why a proposal waits: what it does beyond a limit.
CREATE TABLE proposal_reason (
    proposal_id bigint   NOT NULL REFERENCES proposal,
    number      smallint NOT NULL,
    what        text     NOT NULL,               -- org.eir.core.approval.ApprovalReason.Limit
    figure      bigint   NOT NULL,
    allowed     bigint   NOT NULL,
    PRIMARY KEY (proposal_id, number)
);

CREATE FUNCTION decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('pending', 'approved') THEN
        RAISE EXCEPTION 'proposal % is % and stays so', OLD.id, OLD.state;
    END IF;
    IF NEW.state = 'done' AND OLD.state <> 'approved' THEN
        RAISE EXCEPTION 'proposal % is % and cannot be done: nobody has approved it', OLD.id, OLD.state;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_once BEFORE UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION decided_once();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON proposal EXECUTE FUNCTION refuse_rewriting();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON proposal_reason EXECUTE FUNCTION refuse_rewriting();

GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at, decision_reason, revision, outcome) ON proposal TO ${serviceRole};
GRANT SELECT, INSERT ON proposal_reason TO ${serviceRole};

package org.eir.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eir.core.access.ApiKey;
import org.eir.core.access.Caller;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Decision;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.approval.Proposal.State;
import org.eir.core.change.Actor;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Changes that wait for a second person, in PostgreSQL. Safe for any number of threads and nodes. */
public final class PostgresApprovals implements Approvals {
    private static final String SELECT = """
            SELECT p.id, p.operation, p.request, p.about, p.requester, p.organisation, p.roles, p.created, p.expires, p.state,
                   p.decided_by, p.decided_at, p.decision_reason, p.revision, p.outcome,
                   ARRAY(SELECT r.what FROM proposal_reason r WHERE r.proposal_id = p.id ORDER BY r.number) AS limits,
                   ARRAY(SELECT r.figure FROM proposal_reason r WHERE r.proposal_id = p.id ORDER BY r.number) AS figures,
                   ARRAY(SELECT r.allowed FROM proposal_reason r WHERE r.proposal_id = p.id ORDER BY r.number) AS alloweds
            FROM proposal p
            """;
    /** The two accounts, and behind a key who made it, and who made the key that made it. UNION ends a circle of names. */
    private static final String BEHIND = """
            WITH RECURSIVE behind (decides, account) AS (
                SELECT false, p.requester FROM proposal p WHERE p.id = :id
                UNION ALL SELECT true, :by
                UNION
                SELECT b.decides, a.actor
                FROM behind b
                JOIN api_key k ON starts_with(b.account, :key) AND k.name = substr(b.account, length(:key) + 1)
                JOIN change_set_actor a ON a.change_set_id = k.created_by
            )
            """;

    private static final String EXPIRED = "Nobody decided in time; nothing changed.";
    private static final String ORPHANED =
            "It was approved, but its node stopped before the change was made; nothing changed. Ask for it again.";

    private final Database database;

    public PostgresApprovals(Database database) {
        this.database = database;
    }

    @Override
    public ProposeOutcome propose(Asked asked, Duration lifetime) {
        return database.inTransaction(handle -> {
            Commitment personal = ProposalJournal.commitment(asked);
            Optional<Long> id = insert(handle, asked, personal, lifetime);
            if (id.isPresent()) {
                insertReasons(handle, id.get(), asked.reasons());
                ProposalJournal.proposed(handle, id.get(), asked, personal);
                return new ProposeOutcome.Waiting(find(handle, id.get()).orElseThrow());
            }
            Optional<Proposal> same = pending(
                    handle,
                    asked.operation(),
                    asked.request(),
                    asked.requester().organisation());
            return same.isPresent() ? new ProposeOutcome.Waiting(same.get()) : new ProposeOutcome.TooMany();
        });
    }

    /** The new proposal's number; none if the same waits already, or too many do. */
    private static Optional<Long> insert(Handle handle, Asked asked, Commitment personal, Duration lifetime) {
        return handle.createQuery("""
                        INSERT INTO proposal (operation, request, request_hash, about, requester, organisation, roles, expires, salt)
                        SELECT :operation, :request, :hash, :about, :requester, :organisation, string_to_array(:roles, ','),
                               clock_timestamp() + make_interval(secs => :lifetime), :salt
                        WHERE (SELECT count(*) FROM proposal WHERE state = 'pending') < :most
                        ON CONFLICT (operation, request_hash, organisation) WHERE state = 'pending' DO NOTHING
                        RETURNING id""")
                .bind("operation", asked.operation().text())
                .bind("request", asked.request())
                .bind("hash", hash(asked.request()))
                .bind("about", asked.about())
                .bind("requester", asked.requester().actor().name())
                .bind("organisation", asked.requester().organisation())
                .bind(
                        "roles",
                        asked.requester().roles().stream().map(Role::text).collect(Collectors.joining(",")))
                .bind("lifetime", (double) lifetime.toSeconds())
                .bind("most", MAX_PENDING)
                .bind("salt", personal.salt())
                .mapTo(Long.class)
                .findOne();
    }

    private static void insertReasons(Handle handle, long id, List<ApprovalReason> reasons) {
        for (int i = 0; i < reasons.size(); i++) {
            ApprovalReason reason = reasons.get(i);
            handle.createUpdate("""
                            INSERT INTO proposal_reason (proposal_id, number, what, figure, allowed)
                            VALUES (:id, :number, :what, :figure, :allowed)""")
                    .bind("id", id)
                    .bind("number", i + 1)
                    .bind("what", reason.limit().text())
                    .bind("figure", reason.figure())
                    .bind("allowed", reason.allowed())
                    .execute();
        }
    }

    @Override
    public Optional<Proposal> find(long id) {
        return database.inTransaction(handle -> find(handle, id));
    }

    private static Optional<Proposal> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "WHERE p.id = :id")
                .bind("id", id)
                .map((row, context) -> proposal(row))
                .findOne();
    }

    @Override
    public Optional<Proposal> pending(Operation operation, String request) {
        return database.inTransaction(handle -> pending(handle, operation, request, null));
    }

    private static Optional<Proposal> pending(
            Handle handle, Operation operation, String request, @Nullable String organisation) {
        return handle.createQuery(SELECT + """
                        WHERE p.state = 'pending' AND p.operation = :operation AND p.request_hash = :hash
                          AND (CAST(:organisation AS text) IS NULL OR p.organisation = :organisation)
                        ORDER BY p.id LIMIT 1""")
                .bind("operation", operation.text())
                .bind("hash", hash(request))
                .bind("organisation", organisation)
                .map((row, context) -> proposal(row))
                .findOne();
    }

    @Override
    public List<Proposal> page(boolean pendingOnly, long before, int limit) {
        return database.inTransaction(handle -> handle.createQuery(SELECT + """
                        WHERE p.id < :before AND (p.state = 'pending' OR NOT :pendingOnly)
                        ORDER BY p.id DESC LIMIT :limit""")
                .bind("before", before)
                .bind("pendingOnly", pendingOnly)
                .bind("limit", limit)
                .map((row, context) -> proposal(row))
                .list());
    }

    @Override
    public DecideOutcome approve(long id, String approver) {
        return decide(id, approver, State.APPROVED, null);
    }

    @Override
    public DecideOutcome reject(long id, String approver, String reason) {
        return decide(id, approver, State.REJECTED, reason);
    }

    private DecideOutcome decide(long id, String by, State state, @Nullable String reason) {
        return database.inTransaction(handle -> {
            expire(handle);
            int decided = handle.createUpdate(BEHIND + """
                            UPDATE proposal SET state = :state, decided_by = :by, decided_at = clock_timestamp(),
                                                decision_reason = :reason
                            WHERE id = :id AND state = 'pending'
                              AND NOT EXISTS (SELECT FROM behind d JOIN behind r USING (account)
                                              WHERE d.decides AND NOT r.decides)""")
                    .bind("key", ApiKey.ACCOUNT_PREFIX)
                    .bind("state", state.text())
                    .bind("by", by)
                    .bind("reason", reason)
                    .bind("id", id)
                    .execute();
            Optional<Proposal> found = find(handle, id);
            if (found.isEmpty()) {
                return new DecideOutcome.NoSuchProposal(id);
            }
            Proposal proposal = found.get();
            if (decided == 1) {
                ProposalJournal.decided(handle, id, state.text(), by, reason);
                return new DecideOutcome.Decided(proposal);
            }
            return proposal.state() == State.PENDING
                    ? new DecideOutcome.Own(proposal)
                    : new DecideOutcome.AlreadyDecided(proposal);
        });
    }

    @Override
    public void release(long id) {
        database.inTransaction(handle -> {
            int released = handle.createUpdate("""
                            UPDATE proposal p SET state = 'pending', decided_by = NULL, decided_at = NULL
                            WHERE p.id = :id AND p.state = 'approved'
                              AND NOT EXISTS (SELECT FROM proposal o
                                              WHERE o.state = 'pending' AND o.operation = p.operation
                                                AND o.request_hash = p.request_hash AND o.organisation = p.organisation)""").bind("id", id).execute();
            ProposalJournal.ended(handle, released == 1 ? List.of(id) : List.of(), "released", null);
            return released;
        });
    }

    @Override
    public void notDone(long id, String outcome) {
        database.inTransaction(handle -> {
            int failed = handle.createUpdate(
                            "UPDATE proposal SET state = 'failed', outcome = :outcome WHERE id = :id AND state = 'approved'")
                    .bind("id", id)
                    .bind("outcome", outcome)
                    .execute();
            ProposalJournal.ended(handle, failed == 1 ? List.of(id) : List.of(), State.FAILED.text(), outcome);
            return failed;
        });
    }

    @Override
    public Queue sweep() {
        return database.inTransaction(handle -> {
            int expired = expire(handle);
            List<Long> orphaned = handle.createQuery("""
                            UPDATE proposal SET state = 'failed', outcome = :outcome
                            WHERE state = 'approved' AND decided_at < clock_timestamp() - interval '1 hour'
                            RETURNING id""")
                    .bind("outcome", ORPHANED)
                    .mapTo(Long.class)
                    .list();
            ProposalJournal.ended(handle, orphaned, State.FAILED.text(), ORPHANED);
            return handle.createQuery(
                            "SELECT count(*) AS n, min(created) AS oldest FROM proposal WHERE state = 'pending'")
                    .map((row, context) -> new Queue(row.getLong("n"), moment(row, "oldest"), expired))
                    .one();
        });
    }

    private static int expire(Handle handle) throws SQLException {
        List<Long> expired = handle.createQuery("""
                        UPDATE proposal SET state = 'expired', outcome = :outcome
                        WHERE state = 'pending' AND expires <= clock_timestamp()
                        RETURNING id""")
                .bind("outcome", EXPIRED)
                .mapTo(Long.class)
                .list();
        ProposalJournal.ended(handle, expired, State.EXPIRED.text(), null);
        return expired.size();
    }

    /**
     * Before the head is locked: the order in which a decision locks the two, so that neither waits for the other for
     * ever.
     */
    static void lock(Handle handle, long id) {
        handle.execute("SELECT FROM proposal WHERE id = ? FOR UPDATE", id);
    }

    /**
     * Within the transaction that records an approved change: its proposal is done.
     *
     * @throws SQLException if it is not approved, or no longer: then nothing of the change may be recorded
     */
    static void done(Handle handle, long id, Actor actor, long revision) throws SQLException {
        int done = handle.createUpdate("""
                        UPDATE proposal SET state = 'done', revision = :revision
                        WHERE id = :id AND state = 'approved' AND decided_by = :approver""")
                .bind("revision", revision)
                .bind("id", id)
                .bind("approver", actor.approver())
                .execute();
        if (done != 1) {
            throw new SQLException(
                    "proposal " + id + " is not approved, or no longer; the change is not made", Outage.OVERTAKEN);
        }
    }

    private static Proposal proposal(ResultSet row) throws SQLException {
        Instant decidedAt = moment(row, "decided_at");
        String reason = row.getString("decision_reason");
        long revision = row.getLong("revision");
        boolean unrecorded = row.wasNull();
        return new Proposal(
                row.getLong("id"),
                new Asked(
                        constant(Operation.values(), Operation::text, row.getString("operation")),
                        row.getString("request"),
                        new Caller(
                                new Actor(name(row.getString("requester"))), roles(row), row.getString("organisation")),
                        row.getString("about"),
                        reasons(row)),
                constant(State.values(), State::text, row.getString("state")),
                present(moment(row, "created")),
                present(moment(row, "expires")),
                decidedAt == null ? null : new Decision(name(row.getString("decided_by")), decidedAt, reason),
                unrecorded ? null : revision,
                row.getString("outcome"));
    }

    /** Of an erased account the empty text is left. */
    private static String name(String account) {
        return account.isEmpty() ? Erasures.ERASED_NAME : account;
    }

    private static Set<Role> roles(ResultSet row) throws SQLException {
        List<String> words = Arrays.asList((String[]) array(row, "roles"));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Role role : Role.values()) {
            if (words.contains(role.text())) {
                roles.add(role);
            }
        }
        return roles;
    }

    private static List<ApprovalReason> reasons(ResultSet row) throws SQLException {
        String[] limits = (String[]) array(row, "limits");
        Long[] figures = (Long[]) array(row, "figures");
        Long[] alloweds = (Long[]) array(row, "alloweds");
        List<ApprovalReason> reasons = new ArrayList<>(limits.length);
        for (int i = 0; i < limits.length; i++) {
            reasons.add(new ApprovalReason(constant(Limit.values(), Limit::text, limits[i]), figures[i], alloweds[i]));
        }
        return reasons;
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        try {
            return array.getArray();
        } finally {
            array.free();
        }
    }

    private static <E> E constant(E[] constants, Function<E, String> text, String word) throws SQLException {
        for (E constant : constants) {
            if (text.apply(constant).equals(word)) {
                return constant;
            }
        }
        throw new SQLException("'" + word + "' is from a newer version of this program");
    }

    private static @Nullable Instant moment(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static Instant present(@Nullable Instant moment) throws SQLException {
        if (moment == null) {
            throw new SQLException("a proposal without a time");
        }
        return moment;
    }

    private static byte[] hash(String request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}

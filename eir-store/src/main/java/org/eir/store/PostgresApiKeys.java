package org.eir.store;

import static java.util.Objects.requireNonNullElse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys;
import org.eir.core.access.Role;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.erasure.Erasures;
import org.eir.core.list.Entry.Recorded;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The keys of programs: recorded like every change, found in memory. What is in memory follows the feed, and this node's
 * own changes at once. While the database is away the keys are those known last; they still expire.
 */
public final class PostgresApiKeys implements ApiKeys, RegisterFeed.Follower, AutoCloseable {
    private static final String SELECT = """
            SELECT k.id, k.name, k.secret_hash, k.roles, k.organisation, k.expires, k.last_used, c.recorded_at AS created,
                   coalesce(a.actor, '') AS created_by, r.recorded_at AS revoked
            FROM api_key k
            JOIN change_set c ON c.id = k.created_by
            LEFT JOIN change_set_actor a ON a.change_set_id = k.created_by
            LEFT JOIN change_set r ON r.id = k.revoked_by
            """;

    /** What authentication needs. Keys that have long expired are good on no node, however its clock goes. */
    private static final String IN_FORCE = "WHERE k.revoked_by IS NULL AND k.expires > now() - interval '1 day'";

    private final Database database;
    private final KeyIndex index = new KeyIndex();
    private final KeyUse use;

    /** A change as recorded, with its outcome. */
    private record Done<T>(T outcome, @Nullable Recorded recorded) {}

    public PostgresApiKeys(Database database) {
        this.database = database;
        this.use = KeyUse.start(database);
    }

    @Override
    public CreateOutcome create(ApiKey.Facts facts, byte[] secretHash, Actor actor) {
        Done<CreateOutcome> done = database.inTransaction(handle -> createIn(handle, facts, secretHash, actor));
        if (done.recorded() != null && done.outcome() instanceof CreateOutcome.Created created) {
            index.add(secretHash, created.key(), done.recorded().revision());
        }
        return done.outcome();
    }

    private static Done<CreateOutcome> createIn(Handle handle, ApiKey.Facts facts, byte[] secretHash, Actor actor)
            throws SQLException {
        alone(handle);
        Optional<ApiKey> existing = handle.createQuery(SELECT + "WHERE k.name = :name")
                .bind("name", facts.name())
                .map((row, context) -> key(row))
                .findOne();
        if (existing.isPresent()) {
            return new Done<>(new CreateOutcome.NameTaken(existing.get()), null);
        }
        if (inForce(handle) >= MAX_IN_FORCE) {
            return new Done<>(new CreateOutcome.TooMany(), null);
        }
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        Commitment name = Commitment.to(facts.name());
        long id = insert(handle, facts, secretHash, changeSet.id(), name);
        List<String> roles = words(facts.roles());
        changeSet.addRow(
                Operation.API_KEY,
                "key " + id + ": " + String.join(", ", roles) + " of " + facts.organisation(),
                ChangeEncoding.apiKey(id, secretHash, roles, facts.organisation(), facts.expires(), name));
        Recorded recorded = changeSet.record(ChangeKind.API_KEY, actor);
        ApiKey key = new ApiKey(id, facts, recorded.at(), actor.name(), null, null);
        return new Done<>(new CreateOutcome.Created(key), recorded);
    }

    /** Keys are made one after the other, so that two together do not pass the limit. */
    private static void alone(Handle handle) {
        handle.execute("SET LOCAL statement_timeout = '20s'");
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('api_key'))");
    }

    private static long inForce(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM api_key WHERE revoked_by IS NULL AND expires > now()")
                .mapTo(Long.class)
                .one();
    }

    private static long insert(Handle handle, ApiKey.Facts facts, byte[] secretHash, long changeSet, Commitment name) {
        return handle.createQuery("""
                        INSERT INTO api_key (id, name, secret_hash, roles, organisation, expires, created_by, salt)
                        VALUES (nextval('api_key_id'), :name, :hash, :roles, :organisation, :expires, :by, :salt)
                        RETURNING id""")
                .bind("name", facts.name())
                .bind("hash", secretHash)
                .bindArray("roles", String.class, words(facts.roles()))
                .bind("organisation", facts.organisation())
                .bind("expires", facts.expires().atOffset(ZoneOffset.UTC))
                .bind("by", changeSet)
                .bind("salt", name.salt())
                .mapTo(Long.class)
                .one();
    }

    @Override
    public RevokeOutcome revoke(long id, Actor actor) {
        Done<RevokeOutcome> done = database.inTransaction(handle -> revokeIn(handle, id, actor));
        if (done.recorded() != null) {
            index.remove(id, done.recorded().revision());
        }
        return done.outcome();
    }

    private static Done<RevokeOutcome> revokeIn(Handle handle, long id, Actor actor) throws SQLException {
        handle.execute("SET LOCAL statement_timeout = '20s'");
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        boolean revoked =
                handle.createUpdate("UPDATE api_key SET revoked_by = :by WHERE id = :id AND revoked_by IS NULL")
                                .bind("by", changeSet.id())
                                .bind("id", id)
                                .execute()
                        == 1;
        if (!revoked) {
            Optional<ApiKey> before = find(handle, id);
            return new Done<>(
                    before.<RevokeOutcome>map(RevokeOutcome.AlreadyRevoked::new)
                            .orElseGet(() -> new RevokeOutcome.NoSuchKey(id)),
                    null);
        }
        changeSet.addRow(Operation.API_KEY_REVOKED, "key " + id, ChangeEncoding.apiKeyRevoked(id));
        Recorded recorded = changeSet.record(ChangeKind.API_KEY, actor);
        return new Done<>(new RevokeOutcome.Done(find(handle, id).orElseThrow()), recorded);
    }

    private static Optional<ApiKey> find(Handle handle, long id) {
        return handle.createQuery(SELECT + "WHERE k.id = :id")
                .bind("id", id)
                .map((row, context) -> key(row))
                .findOne();
    }

    @Override
    public List<ApiKey> list(long after, int limit) {
        return database.inTransaction(
                handle -> handle.createQuery(SELECT + "WHERE k.id > :after ORDER BY k.id LIMIT :limit")
                        .bind("after", after)
                        .bind("limit", limit)
                        .map((row, context) -> use.seen(key(row)))
                        .list());
    }

    @Override
    public Optional<ApiKey> inForce(byte[] secretHash) {
        return index.find(secretHash);
    }

    @Override
    public void used(long id, Instant at) {
        use.remember(id, at);
    }

    @Override
    public void follow(Connection snapshot, long after, long head) throws SQLException {
        try (Statement statement = snapshot.createStatement()) {
            if (after > 0 && !changed(statement, after)) {
                return;
            }
            KeyIndex.Loading loading = new KeyIndex.Loading();
            try (ResultSet row = statement.executeQuery(SELECT + IN_FORCE)) {
                while (row.next()) {
                    loading.add(row.getBytes("secret_hash"), key(row));
                }
            }
            index.replace(loading, head);
        }
    }

    private static boolean changed(Statement statement, long after) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT exists (SELECT FROM change_set WHERE kind = "
                + ChangeKind.API_KEY.code() + " AND revision > " + after + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                new ApiKey.Facts(
                        requireNonNullElse(row.getString("name"), Erasures.ERASED_NAME),
                        roles(row),
                        row.getString("organisation"),
                        moment(row, "expires")),
                moment(row, "created"),
                row.getString("created_by"),
                optionalMoment(row, "revoked"),
                optionalMoment(row, "last_used"));
    }

    /** Those that this program knows: of a newer one's key it takes what it understands, which is never more. */
    private static Set<Role> roles(ResultSet row) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : (String[]) row.getArray("roles").getArray()) {
            Arrays.stream(Role.values())
                    .filter(role -> role.text().equals(word))
                    .forEach(roles::add);
        }
        return roles;
    }

    private static List<String> words(Set<Role> roles) {
        return roles.stream().map(Role::text).sorted().toList();
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optionalMoment(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : moment(row, column);
    }

    @Override
    public void close() {
        use.close();
    }
}

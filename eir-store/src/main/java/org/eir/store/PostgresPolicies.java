package org.eir.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eir.core.change.Actor;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeEncoding.Operation;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.PolicyChanges;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.Policies;
import org.eir.core.check.Policy;
import org.eir.core.list.WithdrawalReason;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Policies in the database. Changes of them wait for each other, so that no two are ever for one origin. */
public final class PostgresPolicies implements PolicyChanges {
    private final Database database;

    public PostgresPolicies(Database database) {
        this.database = database;
    }

    @Override
    public PutOutcome put(Policy policy, @Nullable Long expectedVersion, @Nullable String reference, Actor actor) {
        Policy ordered = ordered(policy);
        return database.inTransaction(handle -> {
            waitForOthers(handle);
            List<Policy> inForce = PolicyRows.inForce(handle.getConnection());
            Policy before = named(inForce, policy.name());
            long version = before == null ? NONE_YET : before.version();
            if (expectedVersion != null && expectedVersion != version) {
                return new PutOutcome.Stale(before);
            }
            if (before != null && before.equals(ordered.asOf(before.version()))) {
                return new PutOutcome.Unchanged(before);
            }
            PutOutcome obstacle = obstacle(ordered, inForce, before == null);
            return obstacle != null
                    ? obstacle
                    : new PutOutcome.Done(ordered.asOf(record(handle, ordered, reference, actor)), before == null);
        });
    }

    private static @Nullable PutOutcome obstacle(Policy policy, List<Policy> inForce, boolean isNew) {
        if (isNew && inForce.size() >= Policies.MAX_POLICIES) {
            return new PutOutcome.TooMany(Policies.MAX_POLICIES);
        }
        for (Policy other : inForce) {
            for (OriginMatcher origin : policy.origins()) {
                if (!other.name().equals(policy.name()) && other.origins().contains(origin)) {
                    return new PutOutcome.OriginTaken(origin, other.name());
                }
            }
        }
        return null;
    }

    private static long record(Handle handle, Policy policy, @Nullable String reference, Actor actor)
            throws SQLException {
        ChangeSetWriter changeSet = new ChangeSetWriter(handle);
        Commitment personal = Commitment.to(reference);
        insert(handle, changeSet.id(), policy, null);
        insertOrigins(handle, changeSet.id(), policy);
        insertReference(handle, changeSet.id(), reference, personal);
        changeSet.addRow(
                policy.isStandard() ? Operation.POLICY : Operation.ORIGIN_POLICY,
                policy.summary(),
                ChangeEncoding.policy(policy, personal));
        return changeSet.record(ChangeKind.POLICY, actor).revision();
    }

    @Override
    public WithdrawOutcome withdraw(
            String name,
            @Nullable Long expectedVersion,
            WithdrawalReason reason,
            @Nullable String reference,
            Actor actor) {
        if (name.equals(Policy.STANDARD)) {
            throw new IllegalArgumentException("the standard policy is changed, never withdrawn");
        }
        return database.inTransaction(handle -> {
            waitForOthers(handle);
            Policy before = named(PolicyRows.inForce(handle.getConnection()), name);
            if (before == null) {
                return new WithdrawOutcome.NoSuchPolicy(name);
            }
            if (expectedVersion != null && expectedVersion != before.version()) {
                return new WithdrawOutcome.Stale(before);
            }
            ChangeSetWriter changeSet = new ChangeSetWriter(handle);
            Commitment personal = Commitment.to(reference);
            insert(handle, changeSet.id(), before, reason);
            insertReference(handle, changeSet.id(), reference, personal);
            changeSet.addRow(
                    Operation.ORIGIN_POLICY_WITHDRAWAL,
                    name + " (" + reason.text() + ")",
                    ChangeEncoding.policyWithdrawal(name, reason, personal));
            return new WithdrawOutcome.Done(
                    changeSet.record(ChangeKind.POLICY, actor).revision());
        });
    }

    @Override
    public List<Policy> policies() {
        return database.inTransaction(handle -> PolicyRows.inForce(handle.getConnection()));
    }

    @Override
    public Optional<Policy> policy(String name) {
        return Optional.ofNullable(named(policies(), name));
    }

    /** Origins in the order in which they are read again and hashed. */
    private static Policy ordered(Policy policy) {
        return new Policy(
                policy.name(),
                policy.version(),
                policy.origins().stream().sorted(PolicyRows.ORDER).toList(),
                policy.unlisted(),
                policy.malformed(),
                policy.testIdentity(),
                policy.organisation(),
                policy.told());
    }

    private static @Nullable Policy named(List<Policy> policies, String name) {
        return policies.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static void waitForOthers(Handle handle) {
        handle.execute("SET LOCAL lock_timeout = '10s'");
        handle.execute("SET LOCAL statement_timeout = '20s'");
        handle.execute("SELECT pg_advisory_xact_lock(hashtext('eir policy'))");
    }

    private static void insert(Handle handle, long changeSet, Policy policy, @Nullable WithdrawalReason withdrawal) {
        handle.createUpdate("""
                        INSERT INTO policy (change_set_id, name, unlisted, malformed, test_identity, organisation,
                                            told_prohibited, told_tracked, told_unknown, withdrawal)
                        VALUES (:id, :name, :unlisted, :malformed, :test, :organisation, :prohibited, :tracked, :unknown,
                                :withdrawal)""")
                .bind("id", changeSet)
                .bind("name", policy.name())
                .bind("unlisted", policy.unlisted().text())
                .bind("malformed", policy.malformed().text())
                .bind("test", policy.testIdentity().text())
                .bind("organisation", policy.organisation())
                .bind("prohibited", policy.told().prohibited().text())
                .bind("tracked", policy.told().tracked().text())
                .bind("unknown", policy.told().unknown().text())
                .bindByType("withdrawal", withdrawal == null ? null : withdrawal.code(), Integer.class)
                .execute();
    }

    private static void insertOrigins(Handle handle, long changeSet, Policy policy) {
        for (OriginMatcher origin : policy.origins()) {
            handle.createUpdate("INSERT INTO policy_origin (change_set_id, kind, value) VALUES (:id, :kind, :value)")
                    .bind("id", changeSet)
                    .bind("kind", origin.kind().code())
                    .bind("value", origin.value())
                    .execute();
        }
    }

    private static void insertReference(
            Handle handle, long changeSet, @Nullable String reference, Commitment personal) {
        if (reference != null) {
            handle.createUpdate(
                            "INSERT INTO policy_reference (change_set_id, reference, salt) VALUES (:id, :reference, :salt)")
                    .bind("id", changeSet)
                    .bind("reference", reference)
                    .bind("salt", personal.salt())
                    .execute();
        }
    }
}

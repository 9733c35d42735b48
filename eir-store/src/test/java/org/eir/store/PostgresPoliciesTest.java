package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.CLERK;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.PolicyChanges;
import org.eir.core.change.PolicyChanges.PutOutcome;
import org.eir.core.change.PolicyChanges.WithdrawOutcome;
import org.eir.core.check.OriginMatcher;
import org.eir.core.check.OriginMatcher.Kind;
import org.eir.core.check.Policy;
import org.eir.core.check.Told;
import org.eir.core.check.Verdict;
import org.eir.core.list.WithdrawalReason;
import org.eir.core.register.Register;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies are recorded like entries: each version stays, and every node learns of it by the feed. */
class PostgresPoliciesTest {
    private static final Policy STANDARD = new Policy(0, Verdict.PERMITTED, Verdict.REFUSED, Verdict.UNKNOWN);
    private static final OriginMatcher REALM = new OriginMatcher(Kind.REALM, "visited.org");
    private static final OriginMatcher TITLE = new OriginMatcher(Kind.GLOBAL_TITLE, "4917");

    private StoreHarness store;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aPolicyReachesNodesThatFollowAndNodesThatStartLater() throws Exception {
        Register follower = store.followedRegister();
        long standard = store.setPolicy(STANDARD);
        Policy visited = done(visited(Verdict.UNKNOWN, REALM, TITLE), PolicyChanges.NONE_YET);
        assertThat(follower.awaitRevision(visited.version(), Duration.ofSeconds(10)))
                .isTrue();
        Register loader = store.followedRegister();

        for (Register node : new Register[] {follower, loader}) {
            assertThat(node.view().policy()).isEqualTo(STANDARD.asOf(standard));
            assertThat(node.view().policies().named()).containsExactly(visited);
        }
        assertThat(store.policies.policies()).containsExactly(STANDARD.asOf(standard), visited);
        assertThat(visited.told().tracked()).isEqualTo(Verdict.PERMITTED);
        assertThat(visited.origins()).containsExactly(TITLE, REALM);
    }

    @Test
    void aLaterVersionReplacesTheOneThatWasRead() {
        Policy first = done(visited(Verdict.UNKNOWN, REALM), null);
        Policy second = done(visited(Verdict.PROHIBITED, REALM, TITLE), first.version());

        assertThat(second.version()).isGreaterThan(first.version());
        assertThat(store.policies.policy("visited")).contains(second);
    }

    @Test
    void whoReadAnOlderVersionChangesNothing() {
        Policy first = done(visited(Verdict.UNKNOWN, REALM), null);
        Policy second = done(visited(Verdict.PROHIBITED, REALM), first.version());

        assertThat(put(visited(Verdict.PERMITTED, REALM), first.version())).isEqualTo(new PutOutcome.Stale(second));
        assertThat(put(visited(Verdict.PERMITTED, REALM), PolicyChanges.NONE_YET))
                .isEqualTo(new PutOutcome.Stale(second));
        assertThat(store.policies.withdraw("visited", first.version(), WithdrawalReason.OTHER, null, CLERK))
                .isEqualTo(new WithdrawOutcome.Stale(second));
        assertThat(put(named("other", TITLE), 7L)).isEqualTo(new PutOutcome.Stale(null));
        assertThat(store.policies.policies()).containsExactly(second);
    }

    @Test
    void settingTheSameAgainIsNoChange() {
        Policy first = done(visited(Verdict.UNKNOWN, REALM, TITLE), null);
        assertThat(put(visited(Verdict.UNKNOWN, TITLE, REALM), null)).isEqualTo(new PutOutcome.Unchanged(first));
        assertThat(store.lists.changes(0, 10)).hasSize(1);
    }

    @Test
    void anOriginHasOnePolicy() {
        done(visited(Verdict.UNKNOWN, REALM), null);
        assertThat(put(named("other", TITLE, REALM), null)).isEqualTo(new PutOutcome.OriginTaken(REALM, "visited"));
    }

    @Test
    void ofManyThatWantOneOriginAtOnceOneGetsIt() throws Exception {
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<Object>> puts = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Object>) () -> put(named("policy-" + i, REALM), null))
                    .toList();
            assertThat(writers.invokeAll(puts).stream().map(Future::resultNow))
                    .filteredOn(PutOutcome.Done.class::isInstance)
                    .hasSize(1);
        }
        assertThat(store.policies.policies()).hasSize(1);
    }

    @Test
    void aWithdrawnPolicyCountsNoMoreAndItsOriginIsFree() throws Exception {
        store.setPolicy(STANDARD);
        done(visited(Verdict.UNKNOWN, REALM), null);
        Register register = store.followedRegister();

        assertThat(store.policies.withdraw("visited", null, WithdrawalReason.MISTAKE, "ticket 7", CLERK))
                .isEqualTo(new WithdrawOutcome.Done(3));
        assertThat(register.awaitRevision(3, Duration.ofSeconds(10))).isTrue();
        assertThat(register.view().policies().named()).isEmpty();
        assertThat(store.policies.withdraw("visited", null, WithdrawalReason.MISTAKE, null, CLERK))
                .isEqualTo(new WithdrawOutcome.NoSuchPolicy("visited"));
        assertThat(put(named("other", REALM), null)).isInstanceOf(PutOutcome.Done.class);
        assertThat(put(visited(Verdict.UNKNOWN, TITLE), PolicyChanges.NONE_YET)).isInstanceOf(PutOutcome.Done.class);
    }

    @Test
    void theJournalTellsOfEachChange() {
        store.setPolicy(STANDARD);
        done(visited(Verdict.UNKNOWN, REALM), null);
        store.policies.withdraw("visited", null, WithdrawalReason.MISTAKE, null, CLERK);

        assertThat(store.lists.changes(0, 10))
                .flatExtracting(ChangeSet::rows)
                .extracting(row -> row.operation() + " " + row.subject())
                .containsExactly(
                        "policy default: permitted / refused / unknown",
                        "origin-policy visited: unknown / unknown / unknown",
                        "origin-policy-withdrawal visited (mistake)");
    }

    @Test
    void theServiceCannotRewriteAPolicy() {
        done(visited(Verdict.UNKNOWN, REALM), null);
        assertThatThrownBy(() -> store.asService("UPDATE policy_origin SET value = 'x.org'"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> store.asOwner("DELETE FROM policy_origin")).hasMessageContaining("append-only");
    }

    private PutOutcome put(Policy policy, @Nullable Long expectedVersion) {
        return store.policies.put(policy, expectedVersion, "decision 12/2026", CLERK);
    }

    private Policy done(Policy policy, @Nullable Long expectedVersion) {
        return ((PutOutcome.Done) put(policy, expectedVersion)).policy();
    }

    private static Policy visited(Verdict unlisted, OriginMatcher... origins) {
        return new Policy(
                "visited",
                0,
                List.of(origins),
                unlisted,
                Verdict.UNKNOWN,
                Verdict.UNKNOWN,
                "operator-a",
                new Told(Verdict.PROHIBITED, Verdict.PERMITTED, Verdict.UNKNOWN));
    }

    private static Policy named(String name, OriginMatcher... origins) {
        return new Policy(
                name, 0, List.of(origins), Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN, "", Told.AS_DECIDED);
    }
}

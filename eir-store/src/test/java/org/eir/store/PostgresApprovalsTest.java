package org.eir.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eir.store.StoreHarness.facts;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.eir.core.access.ApiKey;
import org.eir.core.access.ApiKeys.CreateOutcome;
import org.eir.core.access.Caller;
import org.eir.core.access.Role;
import org.eir.core.approval.ApprovalReason;
import org.eir.core.approval.ApprovalReason.Limit;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Approvals.DecideOutcome;
import org.eir.core.approval.Approvals.ProposeOutcome;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.approval.Proposal.State;
import org.eir.core.change.Actor;
import org.eir.core.change.Commitment;
import org.eir.core.change.ListChange;
import org.eir.core.change.ListChanges.ChangeOutcome;
import org.eir.core.change.ListQueries.ChangeSet;
import org.eir.core.change.StoreUnavailableException;
import org.eir.core.list.EquipmentList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresApprovalsTest {
    private static final Caller CLERK = new Caller(new Actor("clerk"), Set.of(Role.OPERATOR, Role.APPROVER), "op-a");
    private static final List<ApprovalReason> REASONS = List.of(
            new ApprovalReason(Limit.ENTRIES, 2_000, 1_000), new ApprovalReason(Limit.WIDTH, 1_000_000, 10_000));
    private static final Duration A_DAY = Duration.ofDays(1);

    private StoreHarness store;
    private Approvals approvals;
    private PostgresApiKeys keys;

    @BeforeEach
    void open() throws Exception {
        store = new StoreHarness();
        approvals = store.approvals;
        keys = store.keys();
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    @Test
    void aProposalIsFoundAsItWasAsked() {
        Asked asked = new Asked(Operation.ADD_ENTRY, "{\"body\":\"é\"}", CLERK, "35693803 in the black list", REASONS);

        Proposal proposal = waiting(asked);

        assertThat(proposal.asked()).isEqualTo(asked);
        assertThat(proposal.state()).isEqualTo(State.PENDING);
        assertThat(Duration.between(proposal.created(), proposal.expires())).isBetween(A_DAY.minusSeconds(1), A_DAY);
        assertThat(approvals.find(proposal.id())).contains(proposal);
        assertThat(approvals.pending(Operation.ADD_ENTRY, asked.request())).contains(proposal);
        assertThat(approvals.pending(Operation.APPLY_IMPORT, asked.request())).isEmpty();
    }

    @Test
    void theChangeAndItsProposalAreRecordedInOneStep() {
        long id = approved("block");

        long revision = add(id, "35693803");

        Proposal done = approvals.find(id).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.revision()).isEqualTo(revision);
        ChangeSet change = store.lists.changes(revision - 1, 1).getFirst();
        assertThat(change.actor()).isEqualTo("clerk");
        assertThat(change.approver()).isEqualTo("second");
    }

    @Test
    void anApprovedChangeIsMadeOnceAndWhatIsNotApprovedIsNotMade() {
        long pending = waiting(asked("later")).id();
        long done = approved("block");
        add(done, "35693803");

        assertThatThrownBy(() -> add(done, "35693804")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> add(pending, "35693805")).isInstanceOf(StoreUnavailableException.class);
        assertThat(store.lists.changes(0, 10))
                .filteredOn(change -> change.kind().equals("entries"))
                .hasSize(1);
        assertThat(store.lists.covering(StoreHarness.identity("35693804"))).isEmpty();
        assertThat(approvals.find(pending).orElseThrow().state()).isEqualTo(State.PENDING);
    }

    @Test
    void nobodyApprovesTheirOwnWhateverTheProgramThinks() throws SQLException {
        long id = waiting(asked("block")).id();

        assertThat(approvals.approve(id, "clerk")).isInstanceOf(DecideOutcome.Own.class);
        assertThatThrownBy(() -> store.asService("UPDATE proposal SET state = 'approved', decided_by = 'clerk',"
                        + " decided_at = now() WHERE id = " + id))
                .hasMessageContaining("violates check constraint");
        assertThat(approvals.find(id).orElseThrow().decision()).isNull();
    }

    @Test
    void keysAreNoOtherPersonThanWhoMadeThem() {
        key("clerks", "clerk");
        key("clerks too", "clerk");
        key("grandchild", "key:clerks");
        key("other", "boss");
        long clerks = waiting(asked("block")).id();
        long keys = waiting(askedBy("key:grandchild")).id();

        assertThat(List.of("clerk", "key:clerks", "key:grandchild"))
                .allSatisfy(by -> assertThat(approvals.approve(clerks, by)).isInstanceOf(DecideOutcome.Own.class));
        assertThat(List.of("clerk", "key:clerks", "key:clerks too", "key:grandchild"))
                .allSatisfy(by -> assertThat(approvals.reject(keys, by, "no")).isInstanceOf(DecideOutcome.Own.class));
        assertThat(approvals.approve(clerks, "key:other")).isInstanceOf(DecideOutcome.Decided.class);
        assertThat(approvals.approve(keys, "boss")).isInstanceOf(DecideOutcome.Decided.class);
    }

    private void key(String name, String maker) {
        ApiKey.Facts facts = new ApiKey.Facts(
                name, Set.of(Role.APPROVER), "op-a", Instant.now().plusSeconds(3_600));
        byte[] hash = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 32);
        assertThat(keys.create(facts, hash, new Actor(maker))).isInstanceOf(CreateOutcome.Created.class);
    }

    private static Asked askedBy(String account) {
        Caller caller = new Caller(new Actor(account), CLERK.roles(), "op-a");
        return new Asked(Operation.ADD_ENTRY, "by a key", caller, "about", REASONS);
    }

    @Test
    void whatWasDecidedIsNotRewritten() {
        long id = waiting(asked("block")).id();
        approvals.reject(id, "second", "no");

        assertThat(approvals.approve(id, "third")).isInstanceOf(DecideOutcome.AlreadyDecided.class);
        approvals.notDone(id, "late");
        approvals.release(id);
        assertThat(approvals.find(id).orElseThrow().state()).isEqualTo(State.REJECTED);
        assertThatThrownBy(() -> store.asService("UPDATE proposal SET state = 'pending' WHERE id = " + id))
                .hasMessageContaining("is rejected and stays so");
        assertThatThrownBy(() -> store.asService("DELETE FROM proposal")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> store.asService("UPDATE proposal SET requester = 'x' WHERE id = " + id))
                .hasMessageContaining("permission denied");
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() throws Exception {
        long id = waiting(asked("block")).id();
        List<Callable<DecideOutcome>> all = IntStream.range(0, 8)
                .<Callable<DecideOutcome>>mapToObj(i -> () -> i % 2 == 0
                        ? approvals.approve(id, "approver " + i)
                        : approvals.reject(id, "approver " + i, "no"))
                .toList();

        int decided = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (var outcome : threads.invokeAll(all)) {
                decided += outcome.get() instanceof DecideOutcome.Decided ? 1 : 0;
            }
        }

        assertThat(decided).isEqualTo(1);
    }

    @Test
    void theSameOfOneOrganisationWaitsOnceUntilItIsDecided() {
        Proposal first = waiting(asked("block"));
        Caller other = new Caller(new Actor("clerk"), CLERK.roles(), "op-b");

        assertThat(waiting(asked("block"))).isEqualTo(first);
        assertThat(waiting(new Asked(Operation.ADD_ENTRY, "block", other, "about", REASONS))
                        .id())
                .isNotEqualTo(first.id());
        approvals.reject(first.id(), "second", "no");
        assertThat(waiting(asked("block")).id()).isNotEqualTo(first.id());
    }

    @Test
    void whatCouldNotBeTriedIsPendingAgain() {
        long id = approved("block");

        approvals.release(id);

        Proposal released = approvals.find(id).orElseThrow();
        assertThat(released.state()).isEqualTo(State.PENDING);
        assertThat(released.decision()).isNull();
        assertThat(approvals.approve(id, "third")).isInstanceOf(DecideOutcome.Decided.class);
    }

    @Test
    void thoseWhoseTimeIsOverAreGivenUp() throws SQLException {
        Proposal over = waiting(asked("over"));
        long orphan = approved("orphan");
        Proposal waits = waiting(asked("waits"));
        store.asOwner("UPDATE proposal SET expires = now() WHERE id = " + over.id());
        store.asOwner("UPDATE proposal SET decided_at = now() - interval '61 minutes' WHERE id = " + orphan);

        Approvals.Queue queue = approvals.sweep();

        assertThat(queue).isEqualTo(new Approvals.Queue(1, waits.created(), 1));
        assertThat(approvals.find(over.id()).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(approvals.find(orphan).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThatThrownBy(() -> add(orphan, "35693803")).isInstanceOf(StoreUnavailableException.class);
        assertThat(happened())
                .endsWith(
                        "register: proposal-decided proposal 1: expired",
                        "register: proposal-decided proposal 2: failed");
    }

    @Test
    void whatHappensToAProposalIsInTheLogAndNamesNobodyThere() {
        long id = approved("block");
        approvals.release(id);
        approvals.approve(id, "third");
        approvals.notDone(id, "refused by now");
        long rejected = waiting(asked("other")).id();
        approvals.reject(rejected, "second", "no");
        approvals.reject(rejected, "third", "too late");
        approvals.sweep();

        assertThat(happened())
                .containsExactly(
                        "clerk: proposal proposal 1: add-entry",
                        "second: proposal-decided proposal 1: approved",
                        "register: proposal-decided proposal 1: released",
                        "third: proposal-decided proposal 1: approved",
                        "register: proposal-decided proposal 1: failed",
                        "clerk: proposal proposal 2: add-entry",
                        "second: proposal-decided proposal 2: rejected");
        Commitment kept = new Commitment(
                bytes("SELECT salt FROM proposal WHERE id = 2"),
                Arrays.copyOfRange(canonical(6), canonical(6).length - 32, canonical(6).length));
        assertThat(kept.holdsFor("other", "about", "clerk", "op-a")).isTrue();
        Commitment decision = new Commitment(
                bytes("SELECT salt FROM proposal_decision WHERE proposal_id = 2"),
                Arrays.copyOfRange(canonical(7), canonical(7).length - 32, canonical(7).length));
        assertThat(decision.holdsFor("second", "no")).isTrue();
        assertThat(new String(canonical(7), StandardCharsets.US_ASCII)).doesNotContain("second");
    }

    private List<String> happened() {
        return store.lists.changes(0, 20).stream()
                .map(change -> change.actor() + ": "
                        + change.rows().getFirst().operation() + " "
                        + change.rows().getFirst().subject())
                .toList();
    }

    private byte[] canonical(long revision) {
        return bytes("SELECT canonical FROM change c JOIN change_set s ON s.id = c.change_set_id WHERE s.revision = "
                + revision);
    }

    private byte[] bytes(String query) {
        return store.database.inTransaction(
                handle -> handle.createQuery(query).mapTo(byte[].class).one());
    }

    @Test
    void thePendingOrAllAreReadNewestFirst() {
        long first = waiting(asked("1")).id();
        long second = waiting(asked("2")).id();
        approvals.reject(first, "second", "no");

        assertThat(approvals.page(true, Long.MAX_VALUE, 10))
                .extracting(Proposal::id)
                .containsExactly(second);
        assertThat(approvals.page(false, Long.MAX_VALUE, 10))
                .extracting(Proposal::id)
                .containsExactly(second, first);
        assertThat(approvals.page(false, second, 10)).extracting(Proposal::id).containsExactly(first);
    }

    private long add(long proposal, String identity) {
        Actor both = new Actor("clerk", "second", proposal);
        ListChange block = ListChange.addition(facts(EquipmentList.BLACK, identity, "op-a"));
        return ((ChangeOutcome.Done) store.lists.change(block, both)).change().revision();
    }

    private long approved(String request) {
        long id = waiting(asked(request)).id();
        assertThat(approvals.approve(id, "second")).isInstanceOf(DecideOutcome.Decided.class);
        return id;
    }

    private Proposal waiting(Asked asked) {
        return ((ProposeOutcome.Waiting) approvals.propose(asked, A_DAY)).proposal();
    }

    private static Asked asked(String request) {
        return new Asked(Operation.ADD_ENTRY, request, CLERK, "about", REASONS);
    }
}

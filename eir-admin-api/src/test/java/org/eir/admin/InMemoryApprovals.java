package org.eir.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eir.core.approval.Approvals;
import org.eir.core.approval.Proposal;
import org.eir.core.approval.Proposal.Asked;
import org.eir.core.approval.Proposal.Decision;
import org.eir.core.approval.Proposal.Operation;
import org.eir.core.approval.Proposal.State;
import org.jspecify.annotations.Nullable;

/** Proposals in memory; one is done when the lists record a change under it. */
public final class InMemoryApprovals implements Approvals {
    private final InMemoryLists lists;
    private final InMemoryApiKeys keys;
    private final Clock clock;
    private final List<Proposal> proposals = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    InMemoryApprovals(InMemoryLists lists, InMemoryApiKeys keys, Clock clock) {
        this.lists = lists;
        this.keys = keys;
        this.clock = clock;
        lists.afterRecording((actor, revision) -> {
            Long id = actor.proposal();
            if (id != null) {
                change(id, State.APPROVED, p -> with(p, State.DONE, p.decision(), revision, null));
            }
        });
    }

    /** Lets time pass for proposals. */
    public synchronized void letPass(Duration time) {
        passed = passed.plus(time);
    }

    @Override
    public synchronized ProposeOutcome propose(Asked asked, Duration lifetime) {
        lists.mustBeThere();
        Optional<Proposal> same = proposals.stream()
                .filter(p -> p.state() == State.PENDING && p.asked().equals(asked))
                .findFirst();
        if (same.isEmpty() && count() >= MAX_PENDING) {
            return new ProposeOutcome.TooMany();
        }
        Proposal proposal = same.orElseGet(() -> new Proposal(
                proposals.size() + 1, asked, State.PENDING, now(), now().plus(lifetime), null, null, null));
        if (same.isEmpty()) {
            proposals.add(proposal);
        }
        return new ProposeOutcome.Waiting(proposal);
    }

    @Override
    public synchronized Optional<Proposal> find(long id) {
        lists.mustBeThere();
        return id < 1 || id > proposals.size() ? Optional.empty() : Optional.of(proposals.get((int) id - 1));
    }

    @Override
    public synchronized Optional<Proposal> pending(Operation operation, String request) {
        lists.mustBeThere();
        sweep();
        return proposals.stream()
                .filter(p -> p.state() == State.PENDING)
                .filter(p -> p.asked().operation() == operation
                        && p.asked().request().equals(request))
                .findFirst();
    }

    @Override
    public synchronized List<Proposal> page(boolean pendingOnly, long before, int limit) {
        lists.mustBeThere();
        return proposals.stream()
                .filter(p -> p.id() < before && (!pendingOnly || p.state() == State.PENDING))
                .sorted(Comparator.comparingLong(Proposal::id).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized DecideOutcome approve(long id, String approver) {
        return decide(id, State.APPROVED, approver, null);
    }

    @Override
    public synchronized DecideOutcome reject(long id, String approver, String reason) {
        return decide(id, State.REJECTED, approver, reason);
    }

    private DecideOutcome decide(long id, State state, String by, @Nullable String reason) {
        sweep();
        Optional<Proposal> found = find(id);
        if (found.isEmpty()) {
            return new DecideOutcome.NoSuchProposal(id);
        }
        if (found.get().state() != State.PENDING) {
            return new DecideOutcome.AlreadyDecided(found.get());
        }
        Set<String> person = behind(by);
        person.retainAll(behind(found.get().asked().requester().actor().name()));
        if (!person.isEmpty()) {
            return new DecideOutcome.Own(found.get());
        }
        change(id, State.PENDING, p -> with(p, state, new Decision(by, now(), reason), null, null));
        return new DecideOutcome.Decided(proposals.get((int) id - 1));
    }

    /** The account, who made it if it is a key, and who made that. */
    private Set<String> behind(String account) {
        Set<String> accounts = new HashSet<>();
        Optional<String> next = Optional.of(account);
        while (next.isPresent() && accounts.add(next.get())) {
            next = keys.maker(next.get());
        }
        return accounts;
    }

    @Override
    public synchronized void release(long id) {
        change(id, State.APPROVED, p -> with(p, State.PENDING, null, null, null));
    }

    @Override
    public synchronized void notDone(long id, String outcome) {
        change(id, State.APPROVED, p -> with(p, State.FAILED, p.decision(), null, outcome));
    }

    @Override
    public synchronized Queue sweep() {
        lists.mustBeThere();
        long before = count();
        proposals.replaceAll(p -> p.state() == State.PENDING && !p.expires().isAfter(now())
                ? with(p, State.EXPIRED, null, null, "nobody decided")
                : p);
        Instant oldest = proposals.stream()
                .filter(p -> p.state() == State.PENDING)
                .map(Proposal::created)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Queue(count(), oldest, before - count());
    }

    private long count() {
        return proposals.stream().filter(p -> p.state() == State.PENDING).count();
    }

    private synchronized void change(long id, State from, UnaryOperator<Proposal> change) {
        Proposal proposal = proposals.get((int) id - 1);
        if (proposal.state() == from) {
            proposals.set((int) id - 1, change.apply(proposal));
        }
    }

    private Instant now() {
        return clock.instant().plus(passed);
    }

    private static Proposal with(
            Proposal p, State state, @Nullable Decision decision, @Nullable Long revision, @Nullable String outcome) {
        return new Proposal(p.id(), p.asked(), state, p.created(), p.expires(), decision, revision, outcome);
    }
}

package org.eir.server.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eir.core.audit.AuditLog;
import org.eir.core.audit.AuditLog.Checkpoint;
import org.eir.core.audit.AuditLog.Read;
import org.eir.core.audit.AuditLog.RecordedKey;
import org.eir.core.audit.Finding;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.audit.LogKey;
import org.eir.core.audit.LogReplay;
import org.eir.core.audit.LogSigner;
import org.eir.core.audit.LogStatus;
import org.eir.core.audit.LogStatus.State;
import org.eir.core.audit.LogWatch;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.change.Actor;
import org.eir.core.change.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the log, on a thread of its own: at start it computes the whole tree and compares it with every checkpoint
 * it can find, on its own disk, at the witnesses and in the database; then it follows every batch of revisions, signs the
 * new head, and writes it to all three. The first thing that does not fit ends that for good: this node signs nothing more,
 * and makes no change.
 */
public final class Checkpointer implements LogWatch, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);
    private static final Actor ACTOR = new Actor("configuration");
    private static final long PACE_MS = 50;
    private static final long RETRY_MS = 1_000;
    private static final long WITNESS_LIMIT_MS = 5_000;

    private final Setup setup;
    private final AuditLog stored;
    private final List<LogSigner> signers;
    private final CheckpointFile own;
    private final List<Witness> witnesses;
    private final CheckpointMetrics metrics;
    private final BlockingQueue<Long> bell = new ArrayBlockingQueue<>(1);
    private final CountDownLatch checked = new CountDownLatch(1);
    private final Thread thread;

    private final AtomicReference<LogStatus> status = new AtomicReference<>(new LogStatus(State.CHECKING, 0, null));
    private volatile Consumer<String> distrust = why -> {};
    private volatile boolean recheck = true;
    private volatile boolean closed;
    private volatile @Nullable String lastCheckpoint;
    private LogReplay replay = new LogReplay(List.of());
    private volatile long signedSize;
    private volatile long signedNanos = System.nanoTime();

    /**
     * How the log is kept.
     *
     * @param origin its name
     * @param keyDirectory the keys that this node signs with
     * @param directory on this node's own disk
     * @param witnesses directories elsewhere
     * @param node this node's name at the witnesses
     * @param interval longest time between two checkpoints
     */
    public record Setup(
            String origin, Path keyDirectory, Path directory, List<Path> witnesses, String node, Duration interval) {}

    /** What ends the watch. */
    private static final class Inconsistent extends Exception {
        private final Finding finding;

        Inconsistent(Finding finding) {
            super(finding.toString());
            this.finding = finding;
        }
    }

    /**
     * Reads or makes the keys; nothing is compared before {@link #start}.
     *
     * @throws IllegalStateException if that is not possible; the message says why
     */
    public Checkpointer(Setup setup, AuditLog stored, MeterRegistry meters) {
        this.setup = setup;
        this.stored = stored;
        this.signers = LogKeys.in(setup.keyDirectory(), setup.origin());
        this.own = new CheckpointFile(setup.directory(), "node");
        this.lastCheckpoint = signedBefore();
        writeKeyFile();
        this.witnesses = setup.witnesses().stream()
                .map(directory -> new Witness(directory, setup.node(), this::checkAgain, meters))
                .toList();
        this.metrics = new CheckpointMetrics(meters, this);
        this.thread = Thread.ofPlatform().name("eir-checkpoint").daemon().unstarted(this::run);
    }

    /** What this node signed last before it was started; what the file is worth otherwise, the check says. */
    private @Nullable String signedBefore() {
        try {
            Evidence evidence = new Evidence(setup.origin(), signingKeys());
            return CheckpointFile.read(own.path())
                    .filter(note -> evidence.add(note, "this node").isEmpty())
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** What whoever verifies has to have: the public keys. */
    private void writeKeyFile() {
        Path file = setup.directory().resolve("log.pub");
        try {
            Files.createDirectories(setup.directory());
            Files.write(file, signingKeys().stream().map(LogKey::text).toList());
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file + " (" + e + "): correct node.stateDirectory", e);
        }
    }

    /** Begins to check the log, and then to follow it. */
    public void start() {
        thread.start();
    }

    /** Who is told, once, when the log does not fit; told at once if that is known already. */
    public void onInconsistency(Consumer<String> listener) {
        distrust = listener;
        tellInconsistency();
    }

    private void tellInconsistency() {
        problem().ifPresent(distrust);
    }

    /** What is wrong with the log, if anything is, as readiness and the feed say it. */
    public Optional<String> problem() {
        return Optional.ofNullable(status().finding()).map(finding -> "log-inconsistent: " + finding);
    }

    /**
     * Whether the database has fewer revisions than this node has signed: known at once, before anything is written to it.
     */
    public boolean isShortened() {
        try {
            Evidence evidence = new Evidence(setup.origin(), signingKeys());
            CheckpointFile.read(own.path()).ifPresent(note -> evidence.add(note, "this node"));
            long revisions = stored.size();
            return evidence.signed().stream().anyMatch(seen -> seen.head().size() > revisions);
        } catch (IOException e) {
            return false; // the check says so
        }
    }

    /** Waits until the whole log has been checked and this node's keys are recorded in it; false if that takes longer. */
    public boolean awaitChecked(Duration atMost) throws InterruptedException {
        return checked.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** New revisions are there. */
    public void ring() {
        bell.offer(0L);
    }

    /** Somebody has seen what does not fit: no change is made before everything was compared again. */
    public void suspect() {
        status.updateAndGet(
                known -> known.state() == State.CONSISTENT ? new LogStatus(State.CHECKING, known.size(), null) : known);
        checkAgain();
    }

    private void checkAgain() {
        recheck = true;
        ring();
    }

    private void run() {
        try {
            while (!closed) {
                long waitMs = RETRY_MS;
                try {
                    step();
                    waitMs = setup.interval().toMillis();
                } catch (StoreException e) {
                    metrics.failed("database");
                }
                Thread.sleep(PACE_MS);
                bell.poll(waitMs, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Inconsistent e) {
            end(e.finding);
        } catch (RuntimeException | Error e) {
            log.error("the log is watched no more", e);
            end(new Finding(
                    Kind.INCOMPLETE,
                    replay.size(),
                    0,
                    "this node could not go on (" + e.getClass().getSimpleName()
                            + "), its log says where; restart it"));
        }
    }

    private void end(Finding finding) {
        status.set(new LogStatus(State.INCONSISTENT, replay.size(), finding));
        log.error(
                "THE LOG DOES NOT FIT. {}. Checks are answered, and no change is made, until somebody has looked and this"
                        + " node is started again",
                finding);
        tellInconsistency();
        checked.countDown();
    }

    private void step() throws Inconsistent, InterruptedException {
        if (recheck) {
            recheck = false;
            checkEverything();
            recordKeys();
        }
        follow(replay);
        status.set(new LogStatus(State.CONSISTENT, replay.size(), null));
        checked.countDown();
        boolean due = System.nanoTime() - signedNanos >= setup.interval().toNanos();
        if (replay.size() > 0 && (due || replay.size() != signedSize)) {
            sign(due);
        }
    }

    /** Whatever was signed is read before the database, which only grows. */
    private void checkEverything() throws Inconsistent, InterruptedException {
        long began = System.nanoTime();
        List<LogKey> known = Stream.concat(
                        signingKeys().stream(), stored.keys().stream().map(RecordedKey::key))
                .distinct()
                .toList();
        Evidence evidence = new Evidence(setup.origin(), known);
        requireNothing(evidenceOfThisNode(evidence));
        List<Witness> there = new ArrayList<>();
        for (Witness witness : witnesses) {
            try {
                for (Witness.Held held : witness.held(WITNESS_LIMIT_MS)) {
                    requireNothing(evidence.add(held.note(), "the witness " + held.file()));
                }
                there.add(witness);
            } catch (IOException e) {
                log.warn("the log is not compared with a witness for now: {}", e.getMessage());
            }
        }
        for (Checkpoint checkpoint : stored.newestCheckpoints(AuditLog.MAX_CHECKPOINTS)) {
            requireNothing(evidence.add(checkpoint.note(), "the database"));
        }
        LogReplay fresh = new LogReplay(evidence.signed());
        follow(fresh);
        replay = fresh;
        there.forEach(Witness::fits);
        log.info(
                "the log fits: {} revisions and {} checkpoints compared in {} ms",
                replay.size(),
                evidence.signed().size(),
                (System.nanoTime() - began) / 1_000_000);
    }

    private Optional<Finding> evidenceOfThisNode(Evidence evidence) {
        String hint = "; make sure that the database is the right one, then remove that file and start this node again";
        try {
            return CheckpointFile.read(own.path())
                    .flatMap(note -> evidence.add(note, "this node in " + own.path()))
                    .map(found -> new Finding(found.kind(), found.revision(), found.row(), found.sentence() + hint));
        } catch (IOException e) {
            return Optional.of(new Finding(Kind.CHECKPOINT_UNREADABLE, 0, 0, e + hint));
        }
    }

    private static void requireNothing(Optional<Finding> found) throws Inconsistent {
        if (found.isPresent()) {
            throw new Inconsistent(found.get());
        }
    }

    /** Takes what is newer. */
    private void follow(LogReplay tree) throws Inconsistent {
        Read<Finding> read = stored.leaves(tree.size(), tree::add);
        requireNothing(read.stopped());
        requireNothing(tree.end(read.head()));
    }

    private void recordKeys() {
        List<LogKey> recorded = stored.keys().stream().map(RecordedKey::key).toList();
        for (LogKey key : signingKeys()) {
            if (!recorded.contains(key)) {
                log.info("revision {}: {} signs the log from now on", stored.record(key, ACTOR), key);
            }
        }
    }

    /** Signs, and writes it to this disk, to the database and to the witnesses; none of them keeps it from the others. */
    private void sign(boolean due) throws Inconsistent {
        byte[] root = replay.root();
        if (due && !Arrays.equals(stored.root(replay.size()), root)) {
            throw new Inconsistent(new Finding(
                    Kind.HISTORY_REWRITTEN, replay.size(), 0, "the tree in the database is not that of its changes"));
        }
        String note = SignedNote.sign(new TreeHead(setup.origin(), replay.size(), root).text(), signers)
                .print();
        try {
            own.write(note);
        } catch (IOException e) {
            metrics.failed("disk");
            log.warn("cannot write the checkpoint {}: {}", own.path(), e.toString());
        }
        witnesses.forEach(witness -> witness.offer(note));
        lastCheckpoint = note;
        signedSize = replay.size();
        signedNanos = System.nanoTime();
        stored.keep(signedSize, note);
    }

    @Override
    public LogStatus status() {
        return status.get();
    }

    @Override
    public Optional<String> lastCheckpoint() {
        return Optional.ofNullable(lastCheckpoint);
    }

    @Override
    public List<LogKey> signingKeys() {
        return signers.stream().map(LogSigner::key).toList();
    }

    @Override
    public String sign(String text) {
        return SignedNote.sign(text, signers).print();
    }

    /** Leaves that were signed last. */
    long signedSize() {
        return signedSize;
    }

    /** Time since a head was signed, seconds. */
    double signedAge() {
        return (System.nanoTime() - signedNanos) / 1e9;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        witnesses.forEach(Witness::close);
    }
}

package org.eir.core.audit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.Finding.Kind;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;
import org.eir.core.change.MerkleRoot;
import org.eir.core.erasure.PersonalField;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a record of changes with nothing trusted but public keys: every row and leaf is hashed again, the tree grown
 * from them compared with every signed checkpoint, every commitment opened where its data is there and an erasure found
 * where it is not, and the lists in force compared with what the changes add up to. The first thing that is wrong ends it.
 *
 * <p>As each checkpoint is compared with one and the same growing tree, each is consistent with the next.
 */
public final class AuditVerifier implements AuditTrail.Listener {
    private static final int ROWS_BETWEEN_PROGRESS = 50_000;
    private static final int ROW_BITS = 31;

    private final TrustedKeys keys;
    private final String origin;
    /** Checkpoints that were kept elsewhere, the smallest first. */
    private final Deque<Known> known = new ArrayDeque<>();

    private final LongConsumer progress;
    private final MerkleRoot tree = new MerkleRoot();
    private final ListState lists = new ListState();
    private final ErasureClaims erasures = new ErasureClaims();

    private @Nullable Finding finding;
    /** The first thing wrong with a row of the open change set. */
    private @Nullable Finding suspicion;

    private @Nullable OpenChange open;
    private Instant lastRecorded = Instant.MIN;
    private long lastRevision;
    private long lastSigned;
    private long rows;
    private long checkpoints;
    /** Checkpoints that only keys have signed which are not trusted yet: other nodes', perhaps. */
    private long untrusted;

    private @Nullable Finding firstUntrusted;
    private long opened;
    private long withheld;
    private long inForce;
    private boolean ended;

    private record Known(TreeHead head, SignedNote note) {}

    /** The change set whose rows are being told. */
    private record OpenChange(ChangeLeaf leaf, Beside actor, MerkleRoot rows) {}

    /**
     * @param trusted public keys that were had from somewhere else than the register, at least one; all of one log
     * @param kept signed checkpoints of this log that were kept elsewhere, in any order: what was true then has to be
     *     true now
     * @param progress told the number of rows verified, now and then
     */
    public AuditVerifier(List<LogKey> trusted, List<SignedNote> kept, LongConsumer progress) {
        this.keys = new TrustedKeys(trusted);
        this.origin = trusted.getFirst().name();
        this.progress = progress;
        kept.stream()
                .map(note -> new Known(headOf(note), note))
                .sorted(Comparator.comparingLong(one -> one.head().size()))
                .forEach(known::add);
    }

    private static TreeHead headOf(SignedNote note) {
        return switch (TreeHead.parse(note.text())) {
            case Outcome.Accepted<TreeHead> accepted -> accepted.value();
            case Outcome.Refused<TreeHead> refused ->
                throw new IllegalArgumentException(refused.refusal().sentence());
        };
    }

    @Override
    public void begin(long revision) {
        lastRevision = revision;
    }

    @Override
    public void changeSet(RecordedChange change, Beside actor) {
        closeChange();
        if (isDone()) {
            return;
        }
        long expected = tree.leaves() + 1;
        if (change.revision() != expected) {
            boolean gap = change.revision() > expected;
            found(
                    gap ? Kind.CHANGE_MISSING : Kind.REORDERED,
                    expected,
                    0,
                    gap
                            ? "is missing; the next is " + change.revision()
                            : "revision " + change.revision() + " is in its place");
            return;
        }
        ChangeLeaf leaf = leaf(change);
        if (leaf == null) {
            return;
        }
        if (!Arrays.equals(MerkleRoot.leafHash(leaf.canonical()), change.leafHash())) {
            found(Kind.LEAF_CHANGED, expected, 0, "kind, time, rows or author are not those that were hashed");
        } else if (!leaf.recordedAt().isAfter(lastRecorded)) {
            found(Kind.REORDERED, expected, 0, "is not later than the revision before it");
        } else {
            lastRecorded = leaf.recordedAt();
            open = new OpenChange(leaf, actor, new MerkleRoot());
            check(leaf.actor(), actor, 0, false, PersonalField::ofLeaf);
        }
    }

    private @Nullable ChangeLeaf leaf(RecordedChange change) {
        ChangeLeaf leaf = ChangeLeaf.of(change).orElse(null);
        if (leaf == null) {
            found(
                    Kind.LEAF_CHANGED,
                    change.revision(),
                    0,
                    "is of kind " + change.kind() + " and encoding " + change.encoding()
                            + ", which this version does not know");
        }
        return leaf;
    }

    @Override
    public void row(long number, byte[] canonical, Beside personal) {
        OpenChange change = open;
        if (isDone() || change == null) {
            return;
        }
        long revision = change.leaf().revision();
        long expected = change.rows().leaves() + 1;
        if (number != expected) {
            found(
                    number > expected ? Kind.ROWS_MISSING : Kind.REORDERED,
                    revision,
                    expected,
                    "row " + number + " is in its place");
            return;
        }
        change.rows().add(canonical);
        try {
            take(ChangeDecoding.row(canonical), canonical, change, number, personal);
        } catch (IllegalArgumentException e) {
            suspect(Kind.ROW_UNREADABLE, revision, number, String.valueOf(e.getMessage()));
        }
        if (++rows % ROWS_BETWEEN_PROGRESS == 0) {
            progress.accept(rows);
        }
    }

    private void take(ChangeRow row, byte[] canonical, OpenChange change, long number, Beside personal) {
        if (suspicion != null) {
            return;
        }
        long revision = change.leaf().revision();
        boolean mayBeWithheld = ChangeDecoding.operation(canonical).isWithheld();
        check(row.personal(), personal, number, mayBeWithheld, () -> fields(row, canonical));
        String misplaced = ErasureClaims.misplaced(change.leaf().kind(), number, row);
        if (misplaced != null) {
            suspect(Kind.CHANGE_IMPOSSIBLE, revision, number, misplaced);
            return;
        }
        switch (row) {
            case ChangeRow.KeyBegins begins -> keys.introduce(begins.key());
            case ChangeRow.Erasure erasure -> erasures.begin(change.leaf(), change.actor(), erasure, personal);
            case ChangeRow.Erased erased -> suspect(erasures.settle(revision, number, erased));
            default -> {}
        }
        String impossible = lists.apply(row, canonical, revision << ROW_BITS | number);
        if (impossible != null) {
            suspect(Kind.CHANGE_IMPOSSIBLE, revision, number, impossible);
        }
    }

    /** What a row commits to. */
    private static List<PersonalField> fields(ChangeRow row, byte[] canonical) {
        int subscribers = row instanceof ChangeRow.RuleAddition rule ? rule.subscribers() : 0;
        return PersonalField.of(ChangeDecoding.operation(canonical), subscribers);
    }

    private void suspect(@Nullable Finding found) {
        if (suspicion == null) {
            suspicion = found;
        }
    }

    /** Something is wrong with a row: perhaps it was rewritten, which is known at the end of its change set. */
    private void suspect(Kind kind, long revision, long row, String sentence) {
        suspect(new Finding(kind, revision, row, sentence));
    }

    private void check(
            Commitment committed,
            Beside beside,
            long row,
            boolean mayBeWithheld,
            Supplier<List<PersonalField>> fields) {
        boolean isWithheld = beside instanceof Beside.Withheld
                || beside instanceof Beside.Erased(var by, var left) && left instanceof Beside.Withheld;
        if (isWithheld && !mayBeWithheld) {
            suspect(Kind.PERSONAL_DATA_MISSING, atRevision(), row, "what it commits to is kept back, and may not be");
            return;
        }
        switch (beside) {
            case Beside.Withheld() -> withheld++;
            case Beside.Erased erased -> suspect(erasures.claim(atRevision(), row, erased, fields.get()));
            case Beside.Data(var salt, var data) -> {
                boolean isNothing = salt.length == 0 && data.stream().allMatch(field -> field == null);
                Commitment claimed = new Commitment(salt, committed.hash());
                if (isNothing && !claimed.equals(Commitment.NOTHING)) {
                    suspect(Kind.PERSONAL_DATA_MISSING, atRevision(), row, "what it commits to is not there");
                } else if (!isNothing && !claimed.holdsFor(data.toArray(new @Nullable String[0]))) {
                    suspect(
                            Kind.PERSONAL_DATA_CHANGED,
                            atRevision(),
                            row,
                            "the names, references or notes beside it are not those that were committed to");
                } else if (!isNothing) {
                    opened++;
                }
            }
        }
    }

    private long atRevision() {
        return open == null ? 0 : open.leaf().revision();
    }

    /** The rows are all there: do they add up, and do the checkpoints kept elsewhere fit. */
    private void closeChange() {
        OpenChange change = open;
        open = null;
        if (isDone() || change == null) {
            return;
        }
        ChangeLeaf leaf = change.leaf();
        long told = change.rows().leaves();
        if (told != leaf.rows()) {
            found(
                    told < leaf.rows() ? Kind.ROWS_MISSING : Kind.ROWS_ADDED,
                    leaf.revision(),
                    0,
                    leaf.rows() + " rows were recorded, and " + told + " are there");
        } else if (!Arrays.equals(change.rows().root(), leaf.rowsRoot())) {
            long row =
                    suspicion != null && suspicion.revision() == leaf.revision() ? suspicion.row() : told == 1 ? 1 : 0;
            found(Kind.ROW_CHANGED, leaf.revision(), row, "its rows are not those that were recorded");
        } else if (suspicion != null) {
            finding = suspicion;
        } else if (leaf.kind() == ChangeKind.ERASURE && told == 0) {
            found(Kind.CHANGE_IMPOSSIBLE, leaf.revision(), 0, "erases without an order");
        } else if (lists.unfinished() != 0) {
            found(
                    Kind.CHANGE_IMPOSSIBLE,
                    leaf.revision(),
                    lists.unfinished() & (1L << ROW_BITS) - 1,
                    "adds what is in force already");
        } else if (erasures.unconfirmed(leaf.revision()) != null) {
            finding = erasures.unconfirmed(leaf.revision());
        } else {
            tree.add(leaf.canonical());
            compareWithKnown();
        }
    }

    private void compareWithKnown() {
        while (!isDone() && !known.isEmpty() && known.getFirst().head().size() == tree.leaves()) {
            Known one = known.removeFirst();
            compare(one.head(), one.note(), "a checkpoint kept elsewhere");
        }
    }

    @Override
    public void checkpoint(long size, String text) {
        closeChange();
        if (isDone()) {
            return;
        }
        SignedNote note;
        TreeHead head;
        switch (SignedNote.parse(text)) {
            case Outcome.Accepted<SignedNote> accepted -> note = accepted.value();
            case Outcome.Refused<SignedNote> refused -> {
                found(Kind.CHECKPOINT_UNREADABLE, size, 0, refused.refusal().sentence());
                return;
            }
        }
        switch (TreeHead.parse(note.text())) {
            case Outcome.Accepted<TreeHead> accepted -> head = accepted.value();
            case Outcome.Refused<TreeHead> refused -> {
                found(Kind.CHECKPOINT_UNREADABLE, size, 0, refused.refusal().sentence());
                return;
            }
        }
        if (head.size() != size) {
            found(Kind.CHECKPOINT_MISPLACED, size, 0, "the checkpoint kept for it is of " + head.size());
        } else {
            compare(head, note, "a checkpoint");
        }
    }

    /** Signature first: what nobody has signed says nothing about the changes. */
    private void compare(TreeHead head, SignedNote note, String what) {
        long size = head.size();
        if (!head.origin().equals(origin)) {
            found(Kind.OTHER_LOG, size, 0, what + " is of the log " + head.origin() + ", not of " + origin);
            return;
        }
        switch (keys.worthOf(note)) {
            case FORGED ->
                found(Kind.CHECKPOINT_FORGED, size, 0, what + " was altered: its signature is not that of its text");
            case UNKNOWN -> found(unknownKey(size, note, what));
            case INTRODUCED -> {
                compareRoot(head, what);
                untrusted++;
                firstUntrusted = firstUntrusted == null ? unknownKey(size, note, what) : firstUntrusted;
            }
            case SIGNED -> {
                compareRoot(head, what);
                if (!isDone()) {
                    lastSigned = size;
                    checkpoints += 1 + untrusted;
                    untrusted = 0;
                    firstUntrusted = null;
                    keys.confirm();
                }
            }
        }
    }

    private static Finding unknownKey(long size, SignedNote note, String what) {
        return new Finding(
                Kind.UNKNOWN_KEY,
                size,
                0,
                what + " is signed by " + note.signatures() + ", and none of them is trusted");
    }

    private void compareRoot(TreeHead head, String what) {
        long size = head.size();
        if (size > tree.leaves()) {
            found(
                    Kind.HISTORY_SHORTENED,
                    tree.leaves(),
                    0,
                    what + " counts " + size + " changes, and there are " + tree.leaves());
        } else if (size < tree.leaves()) {
            found(Kind.CHECKPOINT_MISPLACED, tree.leaves(), 0, what + " of " + size + " comes here");
        } else if (!Arrays.equals(tree.root(), head.root())) {
            found(
                    Kind.HISTORY_REWRITTEN,
                    size,
                    0,
                    "a change after revision " + lastSigned + " is not what " + what + " of " + size
                            + " was signed over");
        }
    }

    @Override
    public void inForce(byte[] canonical) {
        closeChange();
        if (isDone()) {
            return;
        }
        ChangeRow row;
        try {
            row = ChangeDecoding.row(canonical);
        } catch (IllegalArgumentException e) {
            found(Kind.LISTS_DIFFER, 0, 0, "something in force is not readable: " + e.getMessage());
            return;
        }
        inForce++;
        ListState.Difference difference = lists.takeOut(row, canonical);
        if (difference != null) {
            differs(difference.place(), row.about() + " " + difference.how());
        }
    }

    private void differs(long place, String sentence) {
        found(Kind.LISTS_DIFFER, place >>> ROW_BITS, place & (1L << ROW_BITS) - 1, sentence);
    }

    @Override
    public void end() {
        closeChange();
        ended = true;
        if (!isDone() && tree.leaves() < lastRevision) {
            found(
                    Kind.CHANGE_MISSING,
                    tree.leaves() + 1,
                    0,
                    "is missing, and all after it; the last is " + lastRevision);
        }
        while (!isDone() && !known.isEmpty()) {
            Known one = known.removeFirst();
            compare(one.head(), one.note(), "a checkpoint kept elsewhere");
        }
        if (!isDone()) {
            finding = erasures.unconfirmed();
        }
        if (!isDone() && firstUntrusted != null) {
            found(firstUntrusted);
        }
        if (!isDone() && checkpoints == 0 && tree.leaves() > 0) {
            found(Kind.UNSIGNED, 0, 0, "no checkpoint says that these changes are all, and unchanged");
        }
        if (!isDone() && lists.left() > 0) {
            differs(
                    lists.firstLeft(),
                    lists.left() + " things that changes put in force are in no list; this is the first");
        }
    }

    private void found(Kind kind, long revision, long row, String sentence) {
        found(new Finding(kind, revision, row, sentence));
    }

    private void found(Finding first) {
        if (finding == null) {
            finding = first;
        }
    }

    @Override
    public boolean isDone() {
        return finding != null;
    }

    /** What was found; call it when all was told, or telling broke off. */
    public AuditReport report() {
        if (!ended) {
            found(Kind.INCOMPLETE, tree.leaves(), 0, "the record breaks off after this revision");
        }
        return new AuditReport(
                finding,
                tree.leaves(),
                rows,
                checkpoints,
                lastSigned,
                opened,
                withheld,
                inForce,
                erasures.places(),
                erasures.told(),
                List.copyOf(keys.trusted()));
    }
}

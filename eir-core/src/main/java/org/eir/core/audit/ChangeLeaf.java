package org.eir.core.audit;

import java.time.Instant;
import java.util.Optional;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.change.ChangeEncoding;
import org.eir.core.change.ChangeKind;
import org.eir.core.change.Commitment;

/**
 * The leaf of a change set.
 *
 * @param kind what kind of change it is
 * @param revision its place in history, from 1: leaf number {@code revision - 1} of the log
 * @param recordedAt when it was recorded, to the microsecond
 * @param rows how many rows it has
 * @param rowsRoot root of the tree over the rows, 32 octets
 * @param actor commits to who did it; without its salt
 */
public record ChangeLeaf(
        ChangeKind kind, long revision, Instant recordedAt, long rows, byte[] rowsRoot, Commitment actor) {

    /** The leaf that the facts of a stored change set make; none if this version does not know its encoding or kind. */
    public static Optional<ChangeLeaf> of(RecordedChange change) {
        return ChangeKind.of(change.kind())
                .filter(known -> change.encoding() == ChangeEncoding.VERSION)
                .map(known -> new ChangeLeaf(
                        known,
                        change.revision(),
                        change.recordedAt(),
                        change.rows(),
                        change.rowsRoot(),
                        new Commitment(new byte[0], change.actorHash())));
    }

    /** Its canonical bytes: the content of the leaf in the log. */
    public byte[] canonical() {
        return ChangeEncoding.leaf(kind, revision, recordedAt, rows, rowsRoot, actor);
    }
}

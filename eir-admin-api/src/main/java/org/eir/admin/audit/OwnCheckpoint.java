package org.eir.admin.audit;

import java.io.IOException;
import org.eir.core.audit.AuditTrail.Beside;
import org.eir.core.audit.AuditTrail.Listener;
import org.eir.core.audit.AuditTrail.RecordedChange;
import org.eir.core.audit.SignedNote;
import org.eir.core.audit.TreeHead;
import org.eir.core.input.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Puts the head that this node signed last where it belongs, should the database not have it: who takes changes off the
 * end of the record takes their checkpoints too, and cannot take this one.
 */
final class OwnCheckpoint implements Listener {
    private final Listener listener;
    private final long size;
    private @Nullable String missing;

    private OwnCheckpoint(Listener listener, String note, long size) {
        this.listener = listener;
        this.missing = note;
        this.size = size;
    }

    /** The listener, told of this head as well. */
    static Listener before(Listener listener, String note) {
        return SignedNote.parse(note) instanceof Outcome.Accepted<SignedNote>(SignedNote signed)
                        && TreeHead.parse(signed.text()) instanceof Outcome.Accepted<TreeHead>(TreeHead head)
                ? new OwnCheckpoint(listener, note, head.size())
                : listener;
    }

    private void tellMissing() throws IOException {
        String note = missing;
        if (note != null) {
            missing = null;
            listener.checkpoint(size, note);
        }
    }

    @Override
    public void begin(long lastRevision) throws IOException {
        listener.begin(lastRevision);
    }

    @Override
    public void changeSet(RecordedChange change, Beside actor) throws IOException {
        if (change.revision() > size) {
            tellMissing();
        }
        listener.changeSet(change, actor);
    }

    @Override
    public void row(long number, byte[] canonical, Beside personal) throws IOException {
        listener.row(number, canonical, personal);
    }

    @Override
    public void checkpoint(long at, String note) throws IOException {
        if (note.equals(missing)) {
            missing = null;
        }
        if (at > size) {
            tellMissing();
        }
        listener.checkpoint(at, note);
    }

    @Override
    public void inForce(byte[] canonical) throws IOException {
        tellMissing();
        listener.inForce(canonical);
    }

    @Override
    public void end() throws IOException {
        tellMissing();
        listener.end();
    }

    @Override
    public boolean isDone() {
        return listener.isDone();
    }
}

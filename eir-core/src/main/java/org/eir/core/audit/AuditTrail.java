package org.eir.core.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.eir.core.change.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/** Port: the whole record of changes and the lists in force, read in one consistent state. */
public interface AuditTrail {

    /**
     * Tells everything, from the first change to the last, then the lists.
     *
     * @throws StoreUnavailableException if the store cannot be read
     * @throws IOException if the listener throws it
     */
    void tell(Listener listener) throws IOException;

    /** Who is told. Calls come in the order of the methods, rows and checkpoints after their change set. */
    interface Listener {
        /** Where the record ends: the last revision, 0 if there is none. */
        void begin(long lastRevision) throws IOException;

        /** A change set; its rows follow. */
        void changeSet(RecordedChange change, Beside actor) throws IOException;

        /**
         * A row of the change set told last.
         *
         * @param number from 1
         * @param canonical its bytes ({@link ChangeDecoding})
         * @param personal what its commitment is to
         */
        void row(long number, byte[] canonical, Beside personal) throws IOException;

        /**
         * A checkpoint, after the change set it ends with.
         *
         * @param size where it was kept; the note says so itself
         */
        void checkpoint(long size, String note) throws IOException;

        /**
         * Something in force: an entry, policy, rule, device group or API key, in any order.
         *
         * @param canonical the row that would add it, with nothing committed to
         */
        void inForce(byte[] canonical) throws IOException;

        /** All was told. */
        void end() throws IOException;

        /** Whether it is of no use to go on. */
        default boolean isDone() {
            return false;
        }
    }

    /**
     * A change set as it is stored; nothing of it is believed.
     *
     * @param encoding version of the canonical bytes
     * @param kind code of its kind
     * @param rows how many rows it has
     * @param rowsRoot root of the tree over its rows
     * @param actorHash commitment to who did it
     * @param leafHash hash of its leaf
     */
    record RecordedChange(
            long revision,
            Instant recordedAt,
            int encoding,
            int kind,
            long rows,
            byte[] rowsRoot,
            byte[] actorHash,
            byte[] leafHash) {}

    /** What lies beside a commitment. */
    sealed interface Beside {
        /** The salt and what was committed to; empty and all absent where nothing was. */
        record Data(byte[] salt, List<@Nullable String> fields) implements Beside {}

        /** It exists and is kept back: the subscribers of rules, and whose data was read. */
        record Withheld() implements Beside {}

        /**
         * Some of it, or all, was erased by law: said here, and believed only if that revision says so too.
         *
         * @param by revision of the last erasure that took something of it
         * @param left what is there still: fields that were erased are absent, its salt is the erasure's; or withheld
         */
        record Erased(long by, Beside left) implements Beside {}

        /** Nothing. */
        Beside NOTHING = new Data(new byte[0], List.of());

        Beside WITHHELD = new Withheld();
    }
}

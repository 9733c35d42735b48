package org.eir.core.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.jspecify.annotations.Nullable;

/**
 * Port: many entries at once. Rows are received into a staging place and compared with what is in force; nothing counts
 * until the import is applied, as one change set with one revision.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be reached.
 */
public interface Imports {

    /** What the rows are to the entries that their source has in this list. */
    enum Mode {
        /** They are added to them. */
        ADD,
        /** They are all of them: an entry that is not among the rows is withdrawn. */
        REPLACE
    }

    /**
     * What is to be imported.
     *
     * @param list the list the rows go to
     * @param source who says so and owns the entries
     * @param mode add or replace
     * @param reference what the entries refer to: usually the file's name
     */
    record Request(EquipmentList list, String source, Mode mode, String reference) {}

    /** Where an import stands. */
    enum State {
        RECEIVING,
        PREVIEWED,
        APPLYING,
        APPLIED,
        FAILED;

        /** As people write it: lower case. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * What the rows of an import come to. Each received row is one of added, unchanged, changed or rejected.
     *
     * @param rows rows received, the header not counted
     * @param added not in force before ("new")
     * @param unchanged in force already with the same facts, or repeated in the file
     * @param changed in force with other facts: withdrawn and added again
     * @param withdrawn entries in force that are not among the rows (only when replacing)
     * @param rejected refused, each with line and reason
     * @param spareDigits accepted although the 15th digit was 0 and not the check digit
     */
    record Counts(
            long rows, long added, long unchanged, long changed, long withdrawn, long rejected, long spareDigits) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * An import and where it stands.
     *
     * @param id number by which it is named
     * @param request what was asked for
     * @param state where it stands
     * @param counts final from {@link State#PREVIEWED} on; they are taken again when it is applied
     * @param created when it was opened
     * @param revision the revision that applied it; absent before
     * @param failure why it failed; absent otherwise
     */
    record Job(
            long id,
            Request request,
            State state,
            Counts counts,
            Instant created,
            @Nullable Long revision,
            @Nullable String failure) {}

    /**
     * A refused row.
     *
     * @param line its line in the file, the first is 1
     * @param refusal field, value and rule
     */
    record Rejection(long line, Refusal refusal) {}

    /** Takes the rows of one import. Used by one thread; closing it before {@link #preview} gives the import up. */
    interface Receiver extends AutoCloseable {
        long id();

        /**
         * A good row.
         *
         * @param spareDigit see {@link Counts#spareDigits}
         */
        void accept(long line, EntryFacts facts, boolean spareDigit);

        /** A bad row: counted and kept with its reason. */
        void reject(long line, Refusal refusal);

        /** No more rows: compares them with what is in force. */
        Job preview();

        /** The import cannot be understood at all. */
        Job fail(String why);

        @Override
        void close();
    }

    /** What became of a wish to apply. */
    sealed interface ApplyOutcome {
        record Applied(Job job) implements ApplyOutcome {}

        /** It is not in state {@link State#PREVIEWED}. */
        record NotPreviewed(Job job) implements ApplyOutcome {}

        record NoSuchImport(long id) implements ApplyOutcome {}
    }

    Receiver open(Request request, Actor actor);

    /** Applies a previewed import; returns when it is durable. */
    ApplyOutcome apply(long id, Actor actor);

    Optional<Job> job(long id);

    /** Refused rows with a line above {@code afterLine}, ascending, at most {@code limit}. */
    List<Rejection> rejections(long id, long afterLine, int limit);
}

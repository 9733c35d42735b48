package org.eir.core.change;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eir.core.identity.ImeiRange;
import org.eir.core.identity.Tac;
import org.eir.core.input.Refusal;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.EquipmentList;
import org.eir.core.register.RegisterUpdate;
import org.eir.core.sighting.Impact;
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

    /** What a row wants. A row of a file that is no delta wants to add. */
    enum RowChange {
        /** The entry is to be in force with these facts, whether it is already or not. */
        ADD(1),
        /** The facts of an entry in force are corrected. */
        UPDATE(2),
        /** The entry is to be out of force; of the facts only the identity counts. */
        REMOVE(3);

        private final int code;

        RowChange(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** As files write it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is to be imported.
     *
     * @param list the list the rows go to
     * @param source who says so and owns the entries
     * @param mode add or replace
     * @param reference what the entries refer to: usually the file's name
     * @param overrideGolden whether rows may block what the golden list protects; otherwise they are rejected
     */
    record Request(EquipmentList list, String source, Mode mode, String reference, boolean overrideGolden) {}

    /** Where an import stands. */
    enum State {
        RECEIVING,
        PREVIEWED,
        /** Somebody else has to agree before it is applied. */
        AWAITING_APPROVAL,
        APPLYING,
        APPLIED,
        ROLLED_BACK,
        FAILED;

        /** As people write it: {@code rolled-back}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The state with this text.
         *
         * @throws IllegalArgumentException if there is none: the database is newer than this program
         */
        public static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /**
     * What the rows of an import come to. Each received row is one of added, unchanged, changed or rejected, or wants to
     * remove an entry and is counted as withdrawn.
     *
     * @param rows rows received, the header not counted
     * @param added not in force before ("new")
     * @param unchanged in force already with the same facts, or repeated in the file
     * @param changed in force with other facts: withdrawn and added again
     * @param withdrawn entries in force that are not among the rows when replacing, or that a delta removes
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
     * @param rollbackRevision the revision that took it back; absent before
     * @param failure why it failed; absent otherwise
     */
    record Job(
            long id,
            Request request,
            State state,
            Counts counts,
            Instant created,
            @Nullable Long revision,
            @Nullable Long rollbackRevision,
            @Nullable String failure) {}

    /**
     * What a person looks at before applying an import, and after taking one back. Of each kind the first are kept, at
     * most {@value #MAX_KEPT}.
     *
     * @param conflicts rows whose very identity is in force in another list, whoever listed it there
     * @param goldenConflicts rows that would bar or track what a golden entry protects, as far as it is not already
     * @param largestTacs the models with most rows, at most {@value #MAX_TACS}
     * @param impact whom applying it would hit, of the devices seen lately; absent while that is not known
     * @param laterEdits what taking it back left alone, because somebody changed it after the import or
     *     the golden list protects it by now
     * @param extent how far it reaches
     */
    record Findings(
            Conflicts conflicts,
            Conflicts goldenConflicts,
            List<TacRows> largestTacs,
            @Nullable Impact impact,
            LaterEdits laterEdits,
            Extent extent) {
        public static final int MAX_KEPT = 20;
        public static final int MAX_TACS = 10;
        public static final Findings NONE = new Findings(
                Conflicts.NONE, Conflicts.NONE, List.of(), null, new LaterEdits(0, List.of()), Extent.NONE);

        /** The same, reaching otherwise. */
        public Findings with(Extent otherExtent) {
            return new Findings(conflicts, goldenConflicts, largestTacs, impact, laterEdits, otherExtent);
        }
    }

    /**
     * How far an import reaches.
     *
     * @param widest identities covered by the widest entry that it adds, changes or withdraws, at least 1
     * @param held entries that the source had in the list, where the import withdraws some for good; otherwise 0
     * @param exempt entries with an exempt mark that it adds, changes or withdraws
     */
    record Extent(int widest, long held, long exempt) {
        public static final Extent NONE = new Extent(1, 0, 0);
    }

    /** So many rows, of which these are the first in the file. */
    record Conflicts(long rows, List<Conflict> first) {
        public static final Conflicts NONE = new Conflicts(0, List.of());
    }

    /**
     * A row and the entry that it is at odds with.
     *
     * @param line the row's line in the file
     * @param identity what the row is about
     * @param entryId the entry
     * @param list its list
     * @param source its owner
     */
    record Conflict(long line, ImeiRange identity, long entryId, EquipmentList list, String source) {}

    /** So many rows are about devices of one model. */
    record TacRows(Tac tac, long rows) {}

    /** So many identities, of which these are the first. */
    record LaterEdits(long identities, List<LaterEdit> first) {}

    /** An identity that was changed after the import, last by this revision. */
    record LaterEdit(ImeiRange identity, long revision) {}

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
         * A good row. Of an entry in force it changes what it says only: not the exempt mark and the scope, which no file
         * tells, and nothing that is absent from its facts, nor a reference that is the request's.
         *
         * @param reasonSaid whether somebody gave the reason, in the file or for all of it
         * @param spareDigit see {@link Counts#spareDigits}
         */
        void accept(long line, RowChange change, EntryFacts facts, boolean reasonSaid, boolean spareDigit);

        /** A bad row: counted and kept with its reason. */
        void reject(long line, Refusal refusal);

        /**
         * No more rows: compares them with what is in force.
         *
         * @param impact says whom a change hits. It is given the resulting state of those identities only that cover a
         *     device seen lately; the others hit nobody
         */
        Job preview(Function<RegisterUpdate, Impact> impact);

        /** The import cannot be understood at all. */
        Job fail(String why);

        @Override
        void close();
    }

    /** What became of a wish to apply. */
    sealed interface ApplyOutcome {
        record Applied(Job job) implements ApplyOutcome {}

        /** It is not in state {@link State#PREVIEWED} or {@link State#AWAITING_APPROVAL}. */
        record NotPreviewed(Job job) implements ApplyOutcome {}

        record NoSuchImport(long id) implements ApplyOutcome {}

        /** By now it would do more than was allowed. Nothing was applied; it is previewed as it would be now. */
        record BeyondLimits(Job job, String beyond) implements ApplyOutcome {}

        /** Others changed the same entries again and again meanwhile. Nothing was applied; it is previewed as before. */
        record Overtaken(Job job) implements ApplyOutcome {}
    }

    /** What whoever wants an import applied may do. */
    @FunctionalInterface
    interface Limits {
        /** What an import with these counts and findings does beyond them, in words; empty if it may be applied. */
        Optional<String> beyond(Request request, Counts counts, Findings findings);
    }

    /** What became of a wish to take an import back. */
    sealed interface RollbackOutcome {
        record RolledBack(Job job) implements RollbackOutcome {}

        /** It is not in state {@link State#APPLIED}: not applied yet, or taken back before. */
        record NotApplied(Job job) implements RollbackOutcome {}

        record NoSuchImport(long id) implements RollbackOutcome {}

        /** Others changed the same entries again and again meanwhile. Nothing was taken back. */
        record Overtaken(Job job) implements RollbackOutcome {}
    }

    /**
     * Begins to receive an import.
     *
     * @param identityColumn what its file calls the column with the identity, as rejected rows name it
     */
    Receiver open(Request request, String identityColumn, Actor actor);

    /**
     * Applies an import that is previewed, or that waited and was approved: who calls has made sure of it, by what it would
     * have done when it was previewed. If the lists have changed since, it is compared with them again, and judged by the
     * limits again. Returns when it is durable.
     *
     * @param impact says whom a change hits, as in {@link Receiver#preview}
     */
    ApplyOutcome apply(long id, Actor actor, Function<RegisterUpdate, Impact> impact, Limits limits);

    /**
     * Takes an applied import back, as one change set: what it added is withdrawn, what it withdrew is in force again
     * with the same facts, as a new entry. What anybody changed after it, by hand or by another import, stays as it is
     * ({@link Findings#laterEdits}). Returns when it is durable.
     */
    RollbackOutcome rollback(long id, Actor actor);

    /**
     * An import that is previewed, or waits already, has to wait for somebody else.
     *
     * @param until a day after it, who has not applied it has to import the file again
     * @return whether it waits now
     */
    boolean awaitApproval(long id, Instant until);

    /** Gives up an import that waits for its approval; returns whether it did wait. */
    boolean giveUp(long id, String why);

    Optional<Job> job(long id);

    /** Imports with a number below {@code before}, the latest first, at most {@code limit}. */
    List<Job> jobs(long before, int limit);

    /** What is to be looked at; {@link Findings#NONE} while it is received. */
    Findings findings(long id);

    /** Refused rows with a line above {@code afterLine}, ascending, at most {@code limit}. */
    List<Rejection> rejections(long id, long afterLine, int limit);
}

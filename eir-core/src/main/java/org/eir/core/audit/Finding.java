package org.eir.core.audit;

import java.util.Locale;

/**
 * The first thing that is wrong with a record of changes.
 *
 * @param kind what it is, by a word that never changes
 * @param revision the change set it was found at; 0 where it concerns none
 * @param row the row of the change set, from 1; 0 where it concerns the whole
 * @param sentence what a person has to know
 */
public record Finding(Kind kind, long revision, long row, String sentence) {

    /** What can be wrong. */
    public enum Kind {
        /** A row cannot be read, or is of a version that this program does not know. */
        ROW_UNREADABLE,
        /** The rows of a change set are not those that were recorded. */
        ROW_CHANGED,
        /** A change set has fewer rows than were recorded, or more. */
        ROWS_MISSING,
        ROWS_ADDED,
        /** Rows or change sets do not come in the order of their numbers, or time goes back. */
        REORDERED,
        /** What a change set says of itself is not what was hashed. */
        LEAF_CHANGED,
        /** A revision is missing between two others. */
        CHANGE_MISSING,
        /** What a row does cannot be done: adds what is there, withdraws what is not. */
        CHANGE_IMPOSSIBLE,
        /** The changes are not those that a signed checkpoint counted. */
        HISTORY_REWRITTEN,
        /** A signed checkpoint counted more changes than there are. */
        HISTORY_SHORTENED,
        /** A checkpoint cannot be read. */
        CHECKPOINT_UNREADABLE,
        /** A checkpoint has a signature that a trusted key did not make. */
        CHECKPOINT_FORGED,
        /** A checkpoint is not where its size belongs. */
        CHECKPOINT_MISPLACED,
        /** A checkpoint is signed by no key that is trusted, nor introduced by one that is. */
        UNKNOWN_KEY,
        /** A checkpoint is of another log. */
        OTHER_LOG,
        /** There are changes, and no signed checkpoint. */
        UNSIGNED,
        /** Data that may name a person is not what was committed to. */
        PERSONAL_DATA_CHANGED,
        /** Data that may name a person is missing, and no erasure says why. */
        PERSONAL_DATA_MISSING,
        /** Data that may name a person is there though an erasure says that it is not. */
        ERASED_DATA_PRESENT,
        /** The lists in force are not what the changes add up to. */
        LISTS_DIFFER,
        /** The lines of an export are not those that were signed when it was made. */
        EXPORT_ALTERED,
        /** It ends before its end: a file cut short, a connection lost. */
        INCOMPLETE;

        /** As programs read it: {@code row-changed}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where it is, to be read before the sentence; empty where it concerns no change set. */
    public String place() {
        String place = row == 0 ? "" : ", row " + row;
        return revision == 0 ? "" : "revision " + revision + place + ": ";
    }

    /** One line: word, place, sentence. */
    @Override
    public String toString() {
        return kind.text() + ": " + place() + sentence;
    }
}

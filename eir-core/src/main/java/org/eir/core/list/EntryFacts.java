package org.eir.core.list;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eir.core.identity.ImeiRange;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about identities. (source, identity, list) is its key: a source has at most one entry in force for
 * it.
 *
 * @param identity what is covered
 * @param list black, grey, white or golden
 * @param source organisation that says so and owns the entry, 1 to {@value #MAX_SOURCE} characters
 * @param scope whose networks it counts for: {@link #EVERYONE} or one organisation, at most {@value #MAX_SOURCE}
 *     characters
 * @param reason why
 * @param reference police report, case or file name, at most {@value #MAX_REFERENCE} characters. May name a person, so
 *     it is never hashed in clear
 * @param note anything else for people, at most {@value #MAX_NOTE} characters; treated like the reference
 * @param exempt whether it hides wider entries; a golden entry always does
 * @param reported when the theft or loss was reported to the source; kept to the microsecond, as it is hashed
 * @param validity when it counts
 */
public record EntryFacts(
        ImeiRange identity,
        EquipmentList list,
        String source,
        String scope,
        Reason reason,
        @Nullable String reference,
        @Nullable String note,
        boolean exempt,
        @Nullable Instant reported,
        Validity validity) {
    /** The scope of an entry that counts in every network. */
    public static final String EVERYONE = "";

    public static final int MAX_SOURCE = 64;
    public static final int MAX_REFERENCE = 256;
    public static final int MAX_NOTE = 2000;

    public EntryFacts {
        if (source.isEmpty() || source.length() > MAX_SOURCE) {
            throw new IllegalArgumentException("a source has 1 to " + MAX_SOURCE + " characters");
        }
        if (scope.length() > MAX_SOURCE) {
            throw new IllegalArgumentException("a scope has at most " + MAX_SOURCE + " characters");
        }
        exempt |= list == EquipmentList.GOLDEN;
        reported = reported == null ? null : reported.truncatedTo(ChronoUnit.MICROS);
        if (reference != null && reference.length() > MAX_REFERENCE) {
            throw new IllegalArgumentException("a reference has at most " + MAX_REFERENCE + " characters");
        }
        if (note != null && note.length() > MAX_NOTE) {
            throw new IllegalArgumentException("a note has at most " + MAX_NOTE + " characters");
        }
    }

    /** Leaves out reference and note, which may name a person. */
    @Override
    public String toString() {
        return list.text() + " " + identity + " by " + source + " (" + reason.text() + ")";
    }
}

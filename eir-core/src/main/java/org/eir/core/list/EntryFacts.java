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
 * @param sourceReference the number that the source itself knows the case by, at most {@value #MAX_REFERENCE} characters;
 *     treated like the reference
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
        @Nullable String sourceReference,
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
        requireReference(reference);
        requireReference(sourceReference);
        if (note != null && note.length() > MAX_NOTE) {
            throw new IllegalArgumentException("a note has at most " + MAX_NOTE + " characters");
        }
    }

    /** Of a source that has no number of its own for it. */
    public EntryFacts(
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
        this(identity, list, source, scope, reason, reference, null, note, exempt, reported, validity);
    }

    private static void requireReference(@Nullable String reference) {
        if (reference != null && reference.length() > MAX_REFERENCE) {
            throw new IllegalArgumentException("a reference has at most " + MAX_REFERENCE + " characters");
        }
    }

    /** The same said of another identity. */
    public EntryFacts of(ImeiRange other) {
        return new EntryFacts(
                other, list, source, scope, reason, reference, sourceReference, note, exempt, reported, validity);
    }

    /**
     * Whether it would block or track devices in spite of a golden entry: it meets identities of the golden one in some
     * network, and is no wider. What is wider is hidden by the golden entry where they meet, and does no harm.
     */
    public boolean overrides(EntryFacts golden) {
        boolean sameNetworks = scope.equals(EVERYONE) || golden.scope.equals(EVERYONE) || scope.equals(golden.scope);
        return list.severity() > EquipmentList.GOLDEN.severity()
                && golden.list == EquipmentList.GOLDEN
                && sameNetworks
                && identity.from() <= golden.identity.to()
                && golden.identity.from() <= identity.to()
                && identity.width() <= golden.identity.width();
    }

    /** Leaves out references and note, which may name a person. */
    @Override
    public String toString() {
        return list.text() + " " + identity + " by " + source + " (" + reason.text() + ")";
    }
}

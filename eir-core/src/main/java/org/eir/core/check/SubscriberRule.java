package org.eir.core.check;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eir.core.identity.Imei;
import org.eir.core.identity.Imsi;
import org.eir.core.list.EntryFacts;
import org.eir.core.list.Reason;
import org.eir.core.list.Validity;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about a device together with those who use it. (source, device) is its key: a source has at most
 * one in force for it.
 *
 * @param device a single device
 * @param kind exception or lock
 * @param verdict an exception's: PERMITTED or TRACKED; a lock's: PERMITTED
 * @param subscribers whom it names, 1 to {@value #MAX_SUBSCRIBERS}, each once; none where all of them were erased, which
 *     happens only to a rule that was withdrawn. Personal data: never logged, never hashed
 *     in clear
 * @param source organisation that says so and owns the rule
 * @param reason why
 * @param reference case or order behind it; may name a person
 * @param note anything else for people; treated like the reference
 * @param validity when it counts
 */
public record SubscriberRule(
        Imei device,
        Kind kind,
        Verdict verdict,
        List<Imsi> subscribers,
        String source,
        Reason reason,
        @Nullable String reference,
        @Nullable String note,
        Validity validity) {
    /** What no configuration allows to exceed. */
    public static final int MAX_SUBSCRIBERS = 100;

    /** What a rule does. */
    public enum Kind {
        /** A device that would not be permitted is permitted, or tracked, while one of its subscribers uses it. */
        EXCEPTION(1),
        /** A device is prohibited while anybody but its subscribers uses it. */
        LOCK(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number stored in the database and hashed in the log. */
        public int code() {
            return code;
        }

        /** As people write it: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> of(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        /**
         * The kind with this code.
         *
         * @throws IllegalArgumentException if none has: the database is newer than this program
         */
        public static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of subscriber rule has code " + code);
        }
    }

    public SubscriberRule {
        if (subscribers.size() > MAX_SUBSCRIBERS || new HashSet<>(subscribers).size() < subscribers.size()) {
            throw new IllegalArgumentException("a rule names 1 to " + MAX_SUBSCRIBERS + " subscribers, each once");
        }
        boolean fits = verdict == Verdict.PERMITTED || kind == Kind.EXCEPTION && verdict == Verdict.TRACKED;
        if (!fits) {
            throw new IllegalArgumentException("an exception permits or tracks, a lock permits");
        }
        if (source.isEmpty() || source.length() > EntryFacts.MAX_SOURCE) {
            throw new IllegalArgumentException("a source has 1 to " + EntryFacts.MAX_SOURCE + " characters");
        }
        if (reference != null && reference.length() > EntryFacts.MAX_REFERENCE) {
            throw new IllegalArgumentException("a reference has at most " + EntryFacts.MAX_REFERENCE + " characters");
        }
        if (note != null && note.length() > EntryFacts.MAX_NOTE) {
            throw new IllegalArgumentException("a note has at most " + EntryFacts.MAX_NOTE + " characters");
        }
        subscribers = List.copyOf(subscribers);
    }

    /** Leaves out whom it names, the reference and the note. */
    @Override
    public String toString() {
        return kind.text() + " of " + device + " by " + source + " (" + reason.text() + ") for " + subscribers.size();
    }
}

package org.eir.core.approval;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eir.core.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A change that waits, or waited, for a second person.
 *
 * <pre>
 *   pending ── approve ──▶ approved ── the change is recorded, in the same transaction ──▶ done
 *      │                       └────── it is refused by now, or its node stopped ────────▶ failed
 *      ├────── reject ───▶ rejected
 *      └── nobody came ──▶ expired
 * </pre>
 *
 * @param id number by which it is named
 * @param asked what was asked for
 * @param state where it stands
 * @param created when it was asked for
 * @param expires when it is given up if nobody decides
 * @param decision who approved or rejected it; absent before, and where nobody did
 * @param revision the revision that recorded the change; absent where none did
 * @param outcome what became of the change, in a sentence; absent before
 */
public record Proposal(
        long id,
        Asked asked,
        State state,
        Instant created,
        Instant expires,
        @Nullable Decision decision,
        @Nullable Long revision,
        @Nullable String outcome) {

    /** What would be done. */
    public enum Operation {
        ADD_ENTRY,
        CORRECT_ENTRY,
        WITHDRAW_ENTRY,
        LIST_DEVICE,
        WITHDRAW_DEVICE,
        APPLY_IMPORT,
        ROLL_BACK_IMPORT,
        SET_POLICY,
        WITHDRAW_POLICY,
        ERASE;

        /** As programs read it: {@code add-entry}. */
        public String text() {
            return Words.of(this);
        }
    }

    /** Where a proposal stands. */
    public enum State {
        PENDING,
        APPROVED,
        DONE,
        REJECTED,
        FAILED,
        EXPIRED;

        /** As programs read it: lower case. */
        public String text() {
            return Words.of(this);
        }
    }

    /**
     * A change as it was asked for.
     *
     * @param operation what would be done
     * @param request everything that is needed to do it, in the words of whoever keeps it; may name a person
     * @param requester who asked, with the rights of that moment
     * @param about what it is about in a few words, for the second person
     * @param reasons why it waits, at least one
     */
    public record Asked(
            Operation operation, String request, Caller requester, String about, List<ApprovalReason> reasons) {

        public Asked {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a change that needs no second person does not wait for one");
            }
        }
    }

    /**
     * What the second person said.
     *
     * @param by account name; never the requester's
     * @param at when
     * @param reason why not; absent where it was approved
     */
    public record Decision(String by, Instant at, @Nullable String reason) {}

    private static final class Words {
        static String of(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
